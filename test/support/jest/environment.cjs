/**
 * The test environment: Node's own globals instead of a context per test file, so that libraries
 * which are loaded once per process (runtime.cjs) have the same Error, Date and Array as the tests.
 * What a test file adds to the globals, to `process` or to the environment is removed after it.
 */
const { LegacyFakeTimers, ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/** Remembers the own properties of an object; the returned function restores them. */
function remember(object) {
	const before = Object.getOwnPropertyDescriptors(object);
	return () => {
		for (const key of Reflect.ownKeys(object)) {
			if (!(key in before)) Reflect.deleteProperty(object, key);
		}
		for (const key of Reflect.ownKeys(before)) {
			const now = Object.getOwnPropertyDescriptor(object, key);
			const then = before[key];
			if (now?.value !== then.value || now?.get !== then.get) {
				Reflect.defineProperty(object, key, then);
			}
		}
	};
}

class OneRealmEnvironment {
	constructor({ projectConfig: config }) {
		this.global = globalThis;
		this.restore = [remember(globalThis), remember(process), remember(process.env)];
		this.moduleMocker = new ModuleMocker(globalThis);
		this.fakeTimers = new LegacyFakeTimers({
			config,
			global: globalThis,
			moduleMocker: this.moduleMocker,
			timerConfig: { idToRef: (id) => id, refToId: (timer) => timer },
		});
		this.fakeTimersModern = new ModernFakeTimers({ config, global: globalThis });
	}

	async setup() {}

	async teardown() {
		this.fakeTimers?.dispose();
		this.fakeTimersModern?.dispose();
		this.fakeTimers = null;
		this.fakeTimersModern = null;
		for (const restore of this.restore) restore();
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	/** There is no context: the runtime compiles for the existing globals. */
	getVmContext() {
		return null;
	}
}

module.exports = OneRealmEnvironment;
