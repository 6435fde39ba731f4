/// The program (Python) that gives another program a terminal of its own.
let terminalScript = #"""
  # Runs a program on a terminal of its own, types one line when it asks, and tells what was shown.
  # usage: terminal.py TYPED PROGRAM ARGUMENT...   (TYPED "^C" sends an interrupt instead)
  # ASKED in the environment is what the question has in it; otherwise the first colon is the question.
  import json, os, pty, select, signal, sys, termios

  typed, program = sys.argv[1], sys.argv[2:]
  child, terminal = pty.fork()
  if child == 0:
      # A test runner has interrupts ignored or held back, and children inherit both.
      signal.signal(signal.SIGINT, signal.SIG_DFL)
      signal.pthread_sigmask(signal.SIG_SETMASK, [])
      os.execv(program[0], program)
  before = termios.tcgetattr(terminal)
  shown = b""
  hidden = None


  def take(seconds):
      global shown
      if not select.select([terminal], [], [], seconds)[0]:
          return None
      try:
          part = os.read(terminal, 4096)
      except OSError:
          return b""
      shown += part
      return part


  asked = os.environ.get("ASKED", ": ").encode()
  while asked not in shown and take(20):
      pass
  hidden = not termios.tcgetattr(terminal)[3] & termios.ECHO
  os.write(terminal, b"\x03" if typed == "^C" else typed.encode() + b"\n")
  while take(20):
      pass
  # A program that still waits was asked at the wrong moment: it ends, and the test says so.
  if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
      os.kill(child, signal.SIGKILL)
  status = os.waitpid(child, 0)[1]
  after = None
  try:
      after = termios.tcgetattr(terminal)[3] == before[3]
  except termios.error:
      pass
  print(json.dumps({
      "shown": shown.decode(), "hidden": hidden, "restored": after,
      "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
      "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
  }))
  """#
