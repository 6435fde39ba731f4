package import StrictJSON

/// Every error that the service may answer, with its JSON-RPC code and our exit code.
///
/// The raw value is its name on the wire (`data.kind`); names are never reused.
package enum WireFault: String, CaseIterable, Sendable {
  // The text
  case parse = "parse-error"
  case invalidRequest = "invalid-request"
  case batch = "batch-not-spoken"
  case notification = "notification-not-spoken"
  case methodNotFound = "method-not-found"
  case invalidParams = "invalid-params"
  case badFrame = "bad-frame"
  case frameTooLarge = "frame-too-large"
  case tooDeep = "too-deep"
  // The session
  case versionNotSupported = "version-not-supported"
  case notSignedIn = "not-signed-in"
  case badSignature = "bad-signature"
  case outOfSequence = "out-of-sequence"
  case sessionEnded = "session-ended"
  // The service
  case busy
  case idleTimeout = "idle-timeout"
  case stopping
  case sealed
  case unavailable
  case logUnavailable = "log-unavailable"
  case internalFailure = "internal-failure"
  // The answer
  case stale
  case refused
  case tampered
  case notFound = "not-found"
  /// What a client makes of a name that it does not know.
  case unrecognised

  /// The number on the wire; -32099…-32000 are left to us. (JSON-RPC 2.0, section 5.1)
  package var code: Int64 {
    switch self {
    case .parse: -32_700
    case .invalidRequest, .batch, .notification: -32_600
    case .methodNotFound: -32_601
    case .invalidParams: -32_602
    case .internalFailure, .unrecognised: -32_603
    case .badFrame: -32_001
    case .frameTooLarge: -32_002
    case .tooDeep: -32_003
    case .versionNotSupported: -32_010
    case .notSignedIn: -32_011
    case .badSignature: -32_012
    case .outOfSequence: -32_013
    case .sessionEnded: -32_014
    case .busy: -32_020
    case .idleTimeout: -32_021
    case .stopping: -32_022
    case .sealed: -32_023
    case .unavailable: -32_024
    case .logUnavailable: -32_025
    case .stale: -32_030
    case .refused: -32_031
    case .tampered: -32_032
    case .notFound: -32_033
    }
  }

  /// The exit code of a command that ends with this error.
  package var exit: Int32 {
    switch self {
    case .internalFailure, .unrecognised, .notFound: 1
    case .methodNotFound: 64
    case .parse, .invalidRequest, .batch, .notification, .invalidParams, .badFrame,
      .frameTooLarge, .tooDeep, .badSignature, .outOfSequence, .tampered:
      65
    case .versionNotSupported, .sealed, .unavailable, .logUnavailable: 69
    case .sessionEnded, .busy, .idleTimeout, .stopping, .stale: 75
    case .notSignedIn, .refused: 77
    }
  }

  /// What went wrong.
  package var message: String {
    switch self {
    case .parse: "the message is not JSON as this service reads it"
    case .invalidRequest: "the message is not a JSON-RPC 2.0 request"
    case .batch: "batches are not spoken here"
    case .notification: "a request without id is not spoken here"
    case .methodNotFound: "the service does not know this method"
    case .invalidParams: "the parameters are not what this method takes"
    case .badFrame: "the bytes are not a Content-Length frame"
    case .frameTooLarge: "the message is larger than the service accepts"
    case .tooDeep: "the message is nested too deeply"
    case .versionNotSupported: "client and service share no protocol version"
    case .notSignedIn: "this needs a signed-in member"
    case .badSignature: "the signature does not belong to these bytes"
    case .outOfSequence: "the request is not the next one of its session"
    case .sessionEnded: "the session has ended"
    case .busy: "the service has as many clients as it can serve"
    case .idleTimeout: "the connection was idle for too long"
    case .stopping: "the service is stopping"
    case .sealed: "the vault is sealed"
    case .unavailable: "the service cannot do this now"
    case .logUnavailable: "the log cannot be written, so no key is released"
    case .internalFailure: "the service failed"
    case .stale: "the dossier has changed since it was read"
    case .refused: "the policy refuses this"
    case .tampered: "stored data is not what was signed"
    case .notFound: "there is no such thing, or it is not yours to see"
    case .unrecognised: "the service gave an error that this client does not know"
    }
  }

  /// What to do next.
  package var hint: String {
    switch self {
    case .parse, .invalidRequest, .batch, .notification, .methodNotFound, .invalidParams,
      .badFrame, .tooDeep, .versionNotSupported, .unrecognised:
      "use the same release of client and service"
    case .frameTooLarge: "send it in smaller parts"
    case .notSignedIn, .sessionEnded, .idleTimeout, .outOfSequence: "sign in and try again"
    case .badSignature: "check that this is the vault and the member that you mean"
    case .busy, .stopping: "try again in a moment"
    case .sealed: "ask the share holders to unseal the vault"
    case .unavailable, .logUnavailable, .internalFailure: "tell the beheerder"
    case .stale: "read the dossier again and repeat your change"
    case .refused: "ask why with `kluis toegang`"
    case .tampered: "stop, and tell the FG and the beheerder"
    case .notFound: "check the name"
    }
  }
}

/// An error as it travels: the fault, and the log entry that explains it when there is one.
package struct WireError: Error, Equatable, Sendable, CustomStringConvertible {
  package let fault: WireFault
  /// Index in the log of the leaf that records the decision.
  package let ref: Int64?

  package init(_ fault: WireFault, ref: Int64? = nil) {
    self.fault = fault
    self.ref = ref
  }

  package var description: String { fault.message }
  package var hint: String { fault.hint }
  package var exit: Int32 { fault.exit }

  /// The `error` member of a response.
  package var json: JSONValue {
    .object([
      ("code", .int(fault.code)), ("message", .string(fault.message)),
      (
        "data",
        .object(present: [
          ("kind", .string(fault.rawValue)), ("hint", .string(fault.hint)),
          ("ref", ref.map { .int($0) }), ("exit", .int(Int64(fault.exit))),
        ])
      ),
    ])
  }

  /// Reads an `error` member; only our own words are ever shown, not the peer's.
  package init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["code", "message", "data"])
    _ = try object.requireInt("code")
    _ = try object.requireString("message")
    let data = try object.requireObject("data")
    fault = WireFault(rawValue: try data.requireString("kind")) ?? .unrecognised
    ref = try data.optionalInt("ref", within: 0...CanonicalJSON.integers.upperBound)
  }
}
