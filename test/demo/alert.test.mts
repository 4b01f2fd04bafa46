import { expectedTexts, findFaults, readPayload } from '../../demo/alert.mts';

const payload = readPayload();
const NUMBERS = ['+61411111111', '+61422222222'];

describe('the Alertmanager payload', () => {
	test('has exactly the fields of version 4', () => {
		expect(payload.version).toBe('4');
		expect(Object.keys(payload).sort()).toEqual(
			[
				...['version', 'groupKey', 'truncatedAlerts', 'status', 'receiver', 'groupLabels'],
				...['commonLabels', 'commonAnnotations', 'externalURL', 'alerts'],
			].sort(),
		);
		for (const alert of payload.alerts) {
			expect(Object.keys(alert).sort()).toEqual(
				[
					...['status', 'labels', 'annotations', 'startsAt', 'endsAt'],
					...['generatorURL', 'fingerprint'],
				].sort(),
			);
			expect(alert.fingerprint).toMatch(/^[0-9a-f]{16}$/);
			expect(Date.parse(alert.startsAt)).not.toBeNaN();
		}
	});

	test('has several alerts, firing and resolved; the group fires as long as one alert fires', () => {
		const statuses = payload.alerts.map(({ status }) => status);
		expect(new Set(statuses)).toEqual(new Set(['firing', 'resolved']));
		expect(payload.alerts.length).toBeGreaterThan(2);
		expect(payload.status).toBe('firing');
	});

	test('a firing alert has no end, a resolved one ended after it began', () => {
		for (const { status, startsAt, endsAt } of payload.alerts) {
			if (status === 'firing') expect(endsAt).toBe('0001-01-01T00:00:00Z');
			else expect(Date.parse(endsAt)).toBeGreaterThan(Date.parse(startsAt));
		}
	});

	test('the common labels are those shared by all alerts', () => {
		const [first] = payload.alerts;
		const common = Object.entries(first?.labels ?? {}).filter(([name, value]) =>
			payload.alerts.every(({ labels }) => labels[name] === value),
		);
		expect(payload.commonLabels).toEqual(Object.fromEntries(common));
	});
});

describe('the texts that must arrive', () => {
	const expected = expectedTexts(payload, NUMBERS);

	test('are one per alert and number, all different, each a single segment', () => {
		expect(expected).toHaveLength(payload.alerts.length * NUMBERS.length);
		expect(new Set(expected.map(({ to, text }) => `${to} ${text}`)).size).toBe(expected.length);
		for (const { text } of expected) expect(text.length).toBeLessThanOrEqual(160);
	});

	test('say what happened', () => {
		expect(expected[0]).toEqual({
			to: '+61411111111',
			text: 'FIRING InstanceDown (critical) on checkout-2:8080: No answer for 5 minutes',
		});
		expect(expected.at(-1)).toEqual({
			to: '+61422222222',
			text: 'RESOLVED HighLatency (warning) on checkout-1:8080: p99 was above 2 s',
		});
	});
});

describe('finding faults', () => {
	const a = { to: '+61411111111', text: 'a' };
	const b = { to: '+61422222222', text: 'a' };

	test('none if every text arrived once, in any order', () => {
		expect(findFaults([a, b], [b, a])).toEqual([]);
	});

	test('a missing, a repeated and an unexpected text', () => {
		expect(findFaults([a, b], [b])).toEqual(['did not arrive: +61411111111 “a”']);
		expect(findFaults([a], [a, a])).toEqual(['arrived more than once: +61411111111 “a”']);
		expect(findFaults([a], [a, b])).toEqual(['was not expected: +61422222222 “a”']);
		expect(findFaults([a], [])).toHaveLength(1);
	});
});
