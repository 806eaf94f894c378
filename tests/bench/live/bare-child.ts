// The least that could answer an event: hears a websocket and sends back over it, or as a request. `bare-child.ts HOST`.

const [host = ''] = process.argv.slice(2);
const socket = new WebSocket(`ws://${host}/`);
socket.addEventListener('open', () => process.send?.('ready'));
socket.addEventListener('message', ({ data }) => {
  const [of, number = ''] = String(data).split(' ');
  if (of === 'echo') socket.send(number);
  else void fetch(`http://${host}/order`, { method: 'POST', body: number }).then((answer) => answer.text());
});
process.on('disconnect', () => process.exit(0));
