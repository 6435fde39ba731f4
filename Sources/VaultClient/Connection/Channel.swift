package import Socket
import StrictJSON
import Wire

/// One question, one answer, over whatever carries frames; the ids of JSON-RPC are kept here.
///
/// An envelope proves nothing: what counts is in the signed bytes inside.
package struct Channel {
  private let carry: ([UInt8]) throws(SocketError) -> [UInt8]
  private var next: Int64 = 1

  /// - Parameter exchange: sends the message of one frame and gives the next that comes back.
  package init(_ exchange: @escaping ([UInt8]) throws(SocketError) -> [UInt8]) {
    carry = exchange
  }

  /// How long an answer may take to begin: opening a dossier waits for a batch of the log, no more.
  private static let patience = Duration.seconds(60)

  /// Over a connection that was just made.
  package init(_ transport: Transport) {
    self.init { message throws(SocketError) in
      try transport.writeFrame(message)
      guard let answer = try transport.readFrame(idle: Channel.patience) else {
        throw SocketError(.closed)
      }
      return answer
    }
  }

  /// What came back: the fields, and the bytes beside them.
  struct Received {
    let fields: JSONObject
    let tail: ArraySlice<UInt8>
  }

  /// A call whose answer has fields only.
  mutating func call(
    _ method: String, _ params: [(String, JSONValue?)]
  ) throws(ClientError) -> JSONObject {
    let received = try exchange(method, params)
    guard received.tail.isEmpty else { throw .protocolFault("tail") }
    return received.fields
  }

  /// - Throws: `.connectionLost` and what the service's error says; `.protocolFault` when the
  ///   answer is not one.
  mutating func exchange(
    _ method: String, _ params: [(String, JSONValue?)]
  ) throws(ClientError) -> Received {
    let id = RequestID.int(next)
    next += 1
    let message: [UInt8]
    do throws(JSONError) {
      message = try Request(id: id, method: method, params: .object(present: params)).encode()
    } catch { throw .inputRefused(.tooLarge) }
    guard message.count <= Frame.limit else { throw .inputRefused(.tooLarge) }
    let received: [UInt8]
    do throws(SocketError) { received = try carry(message) } catch { throw ClientError(error) }
    let response: Response
    do throws(JSONError) { response = try Response(message: received) } catch {
      throw .protocolFault("response")
    }
    switch response.outcome {
    case .success(let result):
      guard response.id == id else { throw .protocolFault("response-id") }
      return Received(fields: result, tail: response.tail)
    case .failure(let error): throw ClientError(error)
    }
  }
}

extension ClientError {
  /// What a connection's failure means for the call.
  package init(_ error: SocketError) {
    self =
      switch error.fault {
      case .closed, .timedOut: .connectionLost
      case .frame: .protocolFault("frame")
      default: .unreachable
      }
  }

  /// What the service's protocol error means for the call.
  init(_ error: WireError) {
    self =
      switch error.fault {
      case .sealed: .sealed
      case .logUnavailable: .logUnavailable
      case .unavailable, .stopping: .unreachable
      case .busy: .busy
      case .stale: .stale
      case .idleTimeout, .sessionEnded: .connectionLost
      case .notSignedIn: .signInRefused
      case .versionNotSupported: .versionUnknown
      case .frameTooLarge: .inputRefused(.tooLarge)
      case .tampered: .storeDamaged
      default: .protocolFault(error.fault.rawValue)
      }
  }
}
