import CommandTree
import Desk
import Directory
import Dossier
import StrictJSON
import VaultClient

/// `kluis toegang explain`: the rules of one decision, one by one.
struct ToegangExplain {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let reference = words.argument("NUMMER").flatMap { Int($0) }
    let explanation: Explanation
    switch (reference, words.value("lid"), words.value("dossier")) {
    case (let reference?, nil, nil):
      let session = try desk.session()
      explanation = try calling { () throws(ClientError) in
        try session.explain(reference: reference)
      }
    case (nil, let lid?, let word?):
      let member = try desk.member(lid)
      let dossier = try desk.dossier(word, purpose: desk.usualPurpose())
      let session = try desk.session()
      explanation = try calling { () throws(ClientError) in
        try session.explain(member.id, dossier: dossier)
      }
    default:
      throw desk.usage("explain-what", Texts.explainWhat)
    }
    desk.screen.answer(
      ToegangExplain.json(explanation),
      text: ToegangExplain.text(explanation, desk.language))
  }

  static func text(_ explanation: Explanation, _ language: Language) -> String {
    let verdict = (explanation.permitted ? Texts.allowed : Texts.denied)[language]
    let reason = explanation.code.map { code in
      (RefusalWords.refusal(code).map { Text($0) } ?? Text(same: code))[language]
    }
    var lines = [reason.map { "\(verdict): \($0)" } ?? verdict]
    for step in explanation.steps {
      let rule = (Texts.rule(step.rule) ?? Text(same: step.rule))[language]
      let held = (step.held ? Texts.ruleHolds : Texts.ruleFails)[language]
      let role = step.role.map { " (\($0))" } ?? ""
      lines.append("\(step.held ? "+" : "-") \(rule)\(role): \(held)")
      lines += step.facts.map { fact in
        let name = (Texts.factName(fact.name) ?? Text(same: fact.name))[language]
        return "    \(name): \(ToegangExplain.value(of: fact, language))"
      }
    }
    return lines.map { VisibleText.neutral($0, keepingLines: false) + "\n" }.joined()
  }

  /// A moment in Dutch time, a word in the reader's language, else as it is.
  private static func value(of fact: Explanation.Fact, _ language: Language) -> String {
    switch fact.name {
    case "at", "from", "until":
      Int64(fact.value).map(Moment.dutch) ?? fact.value
    default: Texts.factValue(fact.value)?[language] ?? fact.value
    }
  }

  static func json(_ explanation: Explanation) -> JSONValue {
    .object(present: [
      ("decision", .string(explanation.permitted ? "permit" : "refuse")),
      ("code", explanation.code.map { .string($0) }),
      (
        "trace",
        .array(
          explanation.steps.map { step in
            .object(present: [
              ("rule", .string(step.rule)), ("held", .bool(step.held)),
              ("role", step.role.map { .string($0) }),
              (
                "facts",
                .array(
                  step.facts.map { ["name": .string($0.name), "value": .string($0.value)] })
              ),
            ])
          })
      ),
    ])
  }
}
