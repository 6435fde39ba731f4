import Store

// What a start found, told apart: changed or damaged (65), or missing, closed or short of means (69).

extension StoreError {
  /// The bytes are not what was written, as opposed to a disk that refuses.
  var isDamage: Bool { self == .corrupt || self == .notADatabase }
}

extension OpeningError {
  private var isDamage: Bool {
    switch self {
    case .foreign, .unfinished: true
    case .database(_, let error): error.isDamage
    case .missing, .exists, .notARegularFile, .wrongOwner, .openToOthers, .newer, .system: false
    }
  }

  var cause: StartError {
    let fault = StartError.OpeningFault(description, hint: hint)
    return isDamage ? .file(fault) : .unavailable(fault)
  }
}

extension KeystoreError {
  var cause: StartError {
    switch self {
    case .opening(let error): error.cause
    case .memory: .unavailable(.init(description, hint: hint))
    case .database(let error) where !error.isDamage: .unavailable(.init(description, hint: hint))
    case .database, .wrongWrapKey, .tampered, .missing: .keystore(description, hint: hint)
    }
  }
}
