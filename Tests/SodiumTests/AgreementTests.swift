import Sodium
import Testing

struct AgreementTests {
  @Test func `both sides agree, each way has its own key, and a third has neither`() throws {
    let client = try KeyExchange.ephemeral()
    let server = try KeyExchange.ephemeral()
    let atClient = try KeyExchange.client(client, server: server.publicKey)
    let atServer = try KeyExchange.server(server, client: client.publicKey)
    #expect(atClient.receive.bytes == atServer.transmit.bytes)
    #expect(atClient.transmit.bytes == atServer.receive.bytes)
    #expect(atClient.receive.bytes != atClient.transmit.bytes)
    #expect(atClient.receive.count == 32)
    let third = try KeyExchange.ephemeral()
    let atThird = try KeyExchange.client(third, server: server.publicKey)
    #expect(atThird.receive.bytes != atClient.receive.bytes)
  }

  @Test func `a key of small order or wrong length is refused`() throws {
    let pair = try KeyExchange.ephemeral()
    for key in [[], [UInt8](repeating: 0, count: 32), [UInt8](repeating: 9, count: 31)] {
      #expect(throws: KeyExchange.AgreementError.badKey) {
        _ = try KeyExchange.client(pair, server: key)
      }
      #expect(throws: KeyExchange.AgreementError.badKey) {
        _ = try KeyExchange.server(pair, client: key)
      }
    }
  }
}
