/** `sessionId` of received messages: one memory for each person and own number, whatever is written. */
import fc from 'fast-check';
import { partiesOf, sessionOf } from '../../../core/receiving/conversation';
import { inboundMessage } from '../../../core/receiving/inbound';

const OWN = '+61411111111';
const ANN = '+61422222222';
const SESSION = `${OWN} ${ANN}`;

const session = (more: Partial<Parameters<typeof sessionOf>[0]>) =>
	sessionOf({ provider: 'acme', id: 'M1', from: ANN, to: OWN, ...more });

describe('sessionOf', () => {
	test.each([
		'+61422222222',
		'61422222222',
		'0061422222222',
		'0422222222',
		'0422 222 222',
		'+61 422 222 222',
		'+61 (0) 422 222 222',
		'\u202A+61422222222\u202C',
		'＋６１４２２２２２２２２',
	])('%s is the same person', (from) => {
		expect(session({ from })).toBe(SESSION);
	});

	test.each(['61411111111', '0061411111111', ' +61 411 111 111'])(
		'%s is the same own number',
		(to) => {
			expect(session({ to })).toBe(SESSION);
			expect(session({ to, from: '0422222222' })).toBe(SESSION);
		},
	);

	test('the text, its id and its time do not matter', () => {
		const message = (id: string, text: string) =>
			inboundMessage({ provider: 'acme', id, from: ANN, to: OWN, text, row: {} });
		expect(sessionOf(message('M1', 'Hello'))).toBe(sessionOf(message('M2', 'STOP')));
	});

	test('another person, another own number and another country have their own', () => {
		const all = [
			session({}),
			session({ from: '+61422222223' }),
			session({ to: '+61411111112' }),
			session({ from: '+64422222222' }),
			session({ from: '+64211111111', to: ANN }),
			session({ from: OWN, to: ANN }),
		];
		expect(new Set(all).size).toBe(all.length);
	});

	test('a WhatsApp message has its own: its sender cannot be forged, that of a text can', () => {
		expect(session({ channel: 'whatsapp' })).toBe(`whatsapp ${SESSION}`);
		expect(session({ channel: 'mms' })).toBe(SESSION);
	});

	test('names and short codes are people, too', () => {
		expect(session({ from: 'Acme Bank' })).toBe(`${OWN} acme bank`);
		expect(session({ from: 'ACME BANK' })).toBe(session({ from: 'Acme Bank' }));
		expect(session({ from: '12345' })).toBe(`${OWN} 12345`);
		expect(session({ from: '447' })).toBe(`${OWN} 447`);
	});

	test('without an own number, the device or the provider takes its place', () => {
		expect(session({ to: 'a1B2' })).toBe(`a1B2 ${ANN}`);
		expect(session({ to: null })).toBe(`acme ${ANN}`);
		// Nothing says in which country it is.
		expect(session({ to: null, from: '0422222222' })).toBe('acme 0422222222');
	});

	test('people whose number is withheld share no memory', () => {
		expect(session({ from: '' })).toBe(`${OWN} M1`);
		expect(session({ from: '', id: 'M2' })).not.toBe(session({ from: '' }));
		expect(session({ from: ' ' })).toBe(`${OWN} M1`);
	});

	test('stable and different for any two numbers, in any spelling', () => {
		const mobile = fc.integer({ min: 10_000_000, max: 99_999_999 }).map((tail) => `4${tail}`);
		const spelling = fc.constantFrom(
			(national: string) => `+61${national}`,
			(national: string) => `61${national}`,
			(national: string) => `0061${national}`,
			(national: string) => `0${national}`,
			(national: string) => `+61 ${national.slice(0, 3)} ${national.slice(3)}`,
		);
		fc.assert(
			fc.property(mobile, mobile, spelling, spelling, (one, other, write, rewrite) => {
				const first = session({ from: write(one) });
				expect(session({ from: rewrite(one) })).toBe(first);
				expect(session({ from: rewrite(other) }) === first).toBe(one === other);
			}),
		);
	});

	test('anything that a stranger writes as a sender gives a session', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (from) => {
				expect(session({ from })).toBe(session({ from }));
				expect(session({ from }).startsWith(`${OWN} `)).toBe(true);
			}),
		);
	});
});

test('the person of an answer is a number in E.164 if that is certain', () => {
	expect(partiesOf({ from: '0422222222', to: OWN })).toEqual({ person: ANN, own: OWN });
	expect(partiesOf({ from: '0422222222', to: null })).toEqual({ person: '0422222222', own: null });
	expect(partiesOf({ from: 'ACME', to: '' })).toEqual({ person: 'ACME', own: null });
});
