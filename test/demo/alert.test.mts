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

	test('are one per number, with a line for each alert, and fit into the limit', () => {
		expect(expected.map(({ to }) => to)).toEqual(NUMBERS);
		for (const { text } of expected) {
			expect(text.split('\n')).toHaveLength(payload.alerts.length);
			expect(text.length).toBeLessThanOrEqual(4 * 153);
		}
	});

	test('say what happened', () => {
		const lines = expected[0]?.text.split('\n');
		expect(lines?.[0]).toBe(
			'FIRING InstanceDown (critical) on checkout-2:8080: No answer for 5 minutes',
		);
		expect(lines?.at(-1)).toBe(
			'RESOLVED HighLatency (warning) on checkout-1:8080: p99 was above 2 s',
		);
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
