const endingSignals = new Set(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGKILL'])

/** Whether a signal asks a container to end: its own stop signal, or one that ends any; others ask for something else. */
export const asksForTheEnd = (signal: string, { stopSignal }: { readonly stopSignal: string }): boolean =>
  signal === stopSignal || endingSignals.has(signal)
