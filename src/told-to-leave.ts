/** A Ctrl-C reaches a program started by npm twice within a moment: from the terminal, and from npm. */
const SAME_CTRL_C_MS = 500;

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Aborts when the process is told to leave. Told once more, it leaves at once, as it would by itself. */
export function toldToLeave(): AbortSignal {
  const leave = new AbortController();
  const told = () => {
    leave.abort();
    setTimeout(() => {
      for (const signal of SIGNALS) process.off(signal, told);
    }, SAME_CTRL_C_MS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, told);
  return leave.signal;
}
