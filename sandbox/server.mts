import fastify from 'fastify';
import { type Sandbox, type SandboxOptions } from './api.mts';
import { readAllBodies } from './bodies.mts';
import { deliverByItself } from './carrier.mts';
import { controlApi } from './control.mts';
import { fence } from './fence.mts';
import { readHook } from './hook-spec.mts';
import { Listener } from './listener.mts';
import { phonesPage } from './page.mts';
import { ClickSendAccount } from './wires/clicksend/account.mts';
import { clickSendStorage } from './wires/clicksend/storage.mts';
import { clickSendWire } from './wires/clicksend/wire.mts';
import { verifyCallback } from './wires/engagelab/callback-request.mts';
import { engageLabWire } from './wires/engagelab/current.mts';
import { engageLabLegacyWire } from './wires/engagelab/legacy.mts';
import { currentAccount, legacyAccount } from './wires/engagelab/seed.mts';
import { goToneWire } from './wires/gotone/wire.mts';
import { matonControlWire } from './wires/maton-ctrl.mts';
import { matonWire } from './wires/maton.mts';
import { MatonConnections } from './wires/maton-connections.mts';
import { smsMobileWire } from './wires/smsmobileapi/wire.mts';
import { submailWire } from './wires/submail/wire.mts';
import { World } from './world.mts';

export type { Sandbox, SandboxOptions } from './api.mts';
export type { FaultSpec } from './fault-spec.mts';
export type { Settings } from './settings.mts';
export type { HookSpec } from './hook-spec.mts';
export type { Delivery, Hook, PhoneMessage, RecordedRequest, Reply } from './types.mts';

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const world = new World();
	const app = fastify({ bodyLimit: 32 * 1024 * 1024, exposeHeadRoutes: false });
	const listener = new Listener((request, response) => app.routing(request, response));
	const log = options.log ?? (() => undefined);

	const sandbox: Sandbox = {
		get url() {
			return `http://127.0.0.1:${listener.port}`;
		},
		get port() {
			return listener.port;
		},
		requests: (filter) => world.journal.list(filter),
		messages: () => world.phones.list(),
		fault(spec) {
			const armed = world.faults.arm(spec);
			if (armed.spec.kind === 'refuse') listener.refuseFor(armed.spec.ms ?? 0);
			return armed.id;
		},
		clearFaults() {
			world.faults.clear();
			listener.comeBack();
		},
		configure: (settings) => world.configure(settings),
		carrier: (messageId, state, errorCode) => world.phones.carry(messageId, state, errorCode),
		reply: (reply) => world.phones.reply(reply),
		replies: () => world.phones.replies(),
		call: (call) => world.phones.call(call),
		async hook(given) {
			const spec = readHook(given);
			if (spec.kind === 'engageLab') await verifyCallback(world, spec);
			return world.hooks.add(spec);
		},
		hooks: () => world.hooks.list(),
		unhook: (id) => world.hooks.remove(id),
		deliveries: (filter) => world.webhooks.list(filter),
		redeliver: (id) => world.webhooks.redeliver(id),
		reset() {
			world.reset();
			listener.comeBack();
		},
		async close() {
			clearInterval(clock);
			world.stop();
			await listener.close();
			await app.close();
		},
	};

	const account = new ClickSendAccount(world);
	const connections = new MatonConnections(world, () => `${sandbox.url}/__sandbox/maton-connect`);
	app.decorateRequest('arrival', null);
	app.decorateRequest('clickSendCredit', 0);
	readAllBodies(app);
	fence(app);
	app.register(clickSendStorage, { prefix: '/clicksend-storage', world });
	app.register(clickSendWire, { prefix: '/clicksend', world, account });
	app.register(matonWire, { prefix: '/maton', world, connections, account });
	app.register(matonControlWire, { prefix: '/maton-ctrl', world, connections });
	app.register(smsMobileWire, { prefix: '/smsmobileapi', world });
	app.register(goToneWire, { prefix: '/gotone', world });
	app.register(submailWire, { prefix: '/submail', world });
	app.register(engageLabWire, {
		prefix: '/engagelab',
		world,
		account: currentAccount(world),
	});
	app.register(engageLabLegacyWire, {
		prefix: '/engagelab/legacy',
		world,
		account: legacyAccount(world),
	});
	app.register(controlApi, { prefix: '/__sandbox', world, sandbox, connections });
	app.register(phonesPage);
	deliverByItself(world);
	app.addHook('onResponse', (request, reply, done) => {
		log(`${request.method} ${request.url} ${reply.statusCode}`);
		done();
	});

	// The page shows scheduled messages in time even when no request reads them.
	const clock = setInterval(() => world.phones.releaseDue(), 250);
	clock.unref();
	try {
		await app.ready();
		await listener.open(options.port ?? 0);
	} catch (error) {
		await sandbox.close();
		throw error;
	}
	return sandbox;
}
