package import Foundation

/// A program on a terminal of its own, at which somebody answers questions.
package struct TypedTerminal: Decodable, Sendable {
  /// A question, by words of it, and what is typed when it is shown.
  package typealias Line = (question: String, answer: String)

  /// Everything that the terminal showed, to the end of the program.
  package let shown: String
  /// For each question that came, whether what was typed stayed invisible.
  package let hidden: [Bool]
  /// Nil when a signal ended it.
  package let exit: Int32?

  /// Runs a program to its end; a question that does not come within half a minute is not answered.
  ///
  /// - Parameter environment: added to the present one; an empty value removes.
  package static func run(
    _ program: String, _ arguments: [String], lines: [Line], environment: [String: String] = [:],
    folder: URL? = nil
  ) throws -> TypedTerminal {
    let scratch = try Scratch()
    try Data(script.utf8).write(to: scratch.url.appendingPathComponent("typed.py"))
    try JSONEncoder().encode(lines.map { [$0.question, $0.answer] })
      .write(to: scratch.url.appendingPathComponent("lines.json"))
    let result = try Program.run(
      "python3", [scratch.path("typed.py"), scratch.path("lines.json"), program] + arguments,
      environment: environment, folder: folder)
    return try JSONDecoder().decode(TypedTerminal.self, from: Data(result.output))
  }

  private static let script = #"""
    # usage: typed.py LINES PROGRAM ARGUMENT...   (LINES: JSON, a list of [question, answer])
    import json, os, pty, select, signal, sys, termios

    lines, program = json.load(open(sys.argv[1])), sys.argv[2:]
    child, terminal = pty.fork()
    if child == 0:
        # A test runner has interrupts ignored or held back, and children inherit both.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        os.execv(program[0], program)
    shown, after, hidden = b"", 0, []


    def take():
        global shown
        if not select.select([terminal], [], [], 30)[0]:
            return False
        try:
            part = os.read(terminal, 4096)
        except OSError:
            return False
        shown += part
        return bool(part)


    for question, answer in lines:
        while shown.find(question.encode(), after) < 0 and take():
            pass
        at = shown.find(question.encode(), after)
        if at < 0:
            break
        after = at + len(question.encode())
        hidden.append(not termios.tcgetattr(terminal)[3] & termios.ECHO)
        os.write(terminal, answer.encode() + b"\n")
    while take():
        pass
    status = os.waitpid(child, 0)[1]
    print(json.dumps({
        "shown": shown.decode(), "hidden": hidden,
        "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
    }))
    """#
}
