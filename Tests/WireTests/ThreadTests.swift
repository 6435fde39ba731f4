// Threads that wait for each other, and signals that arrive as messages.
import Foundation
import Socket
import Testing

@Suite("Threads wait for each other")
struct ThreadTests {
  @Test("eight threads put in, one takes everything out in batches, in order per thread")
  func queue() throws {
    let queue = BlockingQueue<(thread: Int, number: Int)>(capacity: 100_000)
    var threads: [Reply<Bool>] = []
    for thread in 0..<8 {
      let done = Reply<Bool>()
      threads.append(done)
      _ = try WorkerThread.start("put") {
        for number in 0..<1000 { _ = queue.push((thread, number)) }
        done.fulfil(true)
      }
    }
    var next = [Int](repeating: 0, count: 8)
    var taken = 0
    while taken < 8000, let batch = queue.takeBatch(max: 64, within: .seconds(20)) {
      try #require(!batch.isEmpty)
      #expect(batch.count <= 64)
      for element in batch {
        #expect(element.number == next[element.thread])
        next[element.thread] += 1
      }
      taken += batch.count
    }
    #expect(next == [Int](repeating: 1000, count: 8))
    for thread in threads { #expect(thread.wait(within: .seconds(5)) == true) }
  }

  @Test("a full queue says so, a closed one gives what it has and then ends")
  func bounds() {
    let queue = BlockingQueue<Int>(capacity: 2)
    #expect(queue.takeBatch(max: 1, within: .milliseconds(10)) == [])
    #expect(queue.push(1) && queue.push(2))
    #expect(!queue.push(3))
    queue.close()
    #expect(!queue.push(4))
    #expect(queue.takeBatch(max: 10) == [1, 2])
    #expect(queue.takeBatch(max: 10) == nil)
  }

  @Test("a reply is given once; waiting for it ends in time")
  func reply() {
    let reply = Reply<Int>()
    #expect(reply.wait(within: .milliseconds(10)) == nil)
    reply.fulfil(1)
    reply.fulfil(2)
    #expect(reply.wait() == 1)
  }

  @Test("a worker has a stack of at least 1 MiB, its name, and can be joined")
  func worker() throws {
    let name = Reply<String>()
    let thread = try WorkerThread.start("a-name-that-is-too-long") {
      // Touching 900 kB of stack would end a thread with less.
      withUnsafeTemporaryAllocation(byteCount: 900_000, alignment: 16) { buffer in
        buffer[0] = 1
        buffer[buffer.count - 1] = 1
      }
      name.fulfil((try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)) ?? "")
    }
    thread.join()
    #expect(name.wait(within: .zero) == "a-name-that-is-\n")
  }

  @Test("SIGTERM and SIGHUP arrive at the thread that waits, and kill nobody")
  func signals() async {
    await #expect(processExitsWith: .exitCode(7)) {
      let signals = Signals.holding([Signals.terminate, Signals.hangUp])
      // To this thread, as the test's process had others before the signals were held back.
      pthread_kill(pthread_self(), SIGHUP)
      guard signals.next() == SIGHUP else { exit(1) }
      let later = Reply<Int32>()
      _ = try WorkerThread.start("signals") {
        pthread_kill(pthread_self(), SIGTERM)
        later.fulfil(signals.next())
      }
      guard later.wait(within: .seconds(5)) == SIGTERM else { exit(2) }
      exit(7)
    }
  }
}
