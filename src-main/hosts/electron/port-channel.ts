/** The one channel between preload script and main: a document says hello on it, and gets its port back on it. */
export const PORT_CHANNEL = 'port';
