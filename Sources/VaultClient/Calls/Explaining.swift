import AuditLog
import Records
import StrictJSON
package import Vocabulary

/// Why something was or would be permitted or refused, rule by rule.
package struct Explanation: Equatable, Sendable {
  /// One rule that was looked at.
  package struct Step: Equatable, Sendable {
    package let rule: String
    package let held: Bool
    package let role: String?
    /// Name and value of each fact; codes, ids and times only.
    package let facts: [Fact]
  }

  package struct Fact: Equatable, Sendable {
    package let name: String
    package let value: String
  }

  package let permitted: Bool
  /// The code of a refusal.
  package let code: String?
  package let steps: [Step]
}

extension VaultSession {
  /// Explains one refusal by its reference.
  package func explain(reference: Int) throws(ClientError) -> Explanation {
    try explain(.object([("ref", .int(Int64(reference)))]), dossier: nil)
  }

  /// Explains what a member may do with a dossier now.
  package func explain(
    _ colleague: Identifier, dossier: Identifier
  ) throws(ClientError) -> Explanation {
    try explain(
      .object([("dossier", .id(dossier)), ("member", .id(colleague))]), dossier: dossier)
  }

  private func explain(
    _ args: JSONValue, dossier: Identifier?
  ) throws(ClientError) -> Explanation {
    let ask = Ask(
      method: "access.explain", args: args, action: .explain, dossier: dossier,
      anyDossier: dossier == nil)
    return try perform(ask) { reply throws(CheckFailure) in
      try checked(.answer) { () throws(JSONError) in
        var steps: [Explanation.Step] = []
        for item in try reply.fields.requireObjects("trace") {
          var facts: [Explanation.Fact] = []
          for fact in try item.optionalObjects("facts") ?? [] {
            facts.append(
              Explanation.Fact(
                name: try fact.requireString("name"), value: try fact.requireString("value")))
          }
          steps.append(
            Explanation.Step(
              rule: try item.requireString("rule"), held: try item.requireBool("held"),
              role: try item.optionalString("role"), facts: facts))
        }
        return Explanation(
          permitted: try reply.fields.requireString("decision") == "permit",
          code: try reply.fields.optionalString("code"), steps: steps)
      }
    }
  }
}
