// The baseline of clicks: a Bolt app that acknowledges and does nothing.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';

const [signingSecret = '', botToken = ''] = process.argv.slice(2);
const receiver = new HTTPReceiver({ signingSecret, endpoints: '/slack/events', bodyLimit: '1mb' });
const app = new App({ receiver, authorize: async () => ({ botToken }), convoStore: false, ignoreSelf: false });
app.action('claim', async ({ ack }) => {
  await ack();
});

const server = createServer((req, res) => receiver.requestListener(req, res));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
