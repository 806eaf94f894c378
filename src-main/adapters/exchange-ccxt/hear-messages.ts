import type { BookExchange, BookSocket } from './book-exchange.ts';

/** Hears the texts of every connection before the library makes anything of them; one that is taken goes no further. What is no JSON is the library's to answer for. */
export function hearMessages(exchange: BookExchange, take: (text: string) => boolean): void {
  const known = new WeakSet<BookSocket>();
  const clientOf = exchange.client.bind(exchange);
  exchange.client = (url) => {
    const client = clientOf(url);
    if (known.has(client)) return client;
    known.add(client);
    const onMessage = client.onMessage.bind(client);
    client.onMessage = (event) => {
      if (typeof event.data !== 'string' || !taken(event.data, take)) onMessage(event);
    };
    return client;
  };
}

function taken(text: string, take: (text: string) => boolean): boolean {
  try {
    return take(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return false;
    throw thrown;
  }
}
