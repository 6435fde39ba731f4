internal import Sodium

extension KeystoreError {
  /// Runs a call on the database under this module's wider error.
  static func from<R: ~Copyable>(
    _ body: () throws(StoreError) -> R
  ) throws(KeystoreError) -> R {
    do throws(StoreError) { return try body() } catch { throw .database(error) }
  }

  /// Runs a call that needs locked memory under this module's wider error.
  static func inMemory<R: ~Copyable>(
    _ body: () throws(SecretMemoryError) -> R
  ) throws(KeystoreError) -> R {
    do throws(SecretMemoryError) { return try body() } catch { throw .memory(error) }
  }

  /// Opens or makes a file under this module's wider error.
  static func onOpening<R: ~Copyable>(
    _ body: () throws(OpeningError) -> R
  ) throws(KeystoreError) -> R {
    do throws(OpeningError) { return try body() } catch { throw .opening(error) }
  }
}

extension Cursor {
  /// `next` under the keystore's error.
  mutating func nextToken() throws(KeystoreError) -> Bool {
    do throws(StoreError) { return try next() } catch { throw .database(error) }
  }
}
