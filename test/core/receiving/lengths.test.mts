/** Fields of received messages have the length that their meaning has. */
import { inboundMessage } from '../../../core/receiving/inbound';

const received = (long: Partial<Record<'id' | 'from' | 'text' | 'to' | 'reference', string>>) =>
	inboundMessage({ provider: 'p', id: '1', from: '+61411111111', text: 'Hi', row: {}, ...long });

const LONG = 'x'.repeat(1_000_000);

test('texts, addresses and references that are too long are cut', () => {
	const { from, to, text, reference } = received({
		from: LONG,
		to: LONG,
		text: LONG,
		reference: LONG,
	});
	expect([from.length, to?.length, text.length, reference?.length]).toEqual([
		100,
		100,
		255 * 153,
		500,
	]);
});

test('a text is never cut within a character', () => {
	const { text } = received({ text: `${'x'.repeat(255 * 153 - 1)}😀` });
	expect(text).toBe('x'.repeat(255 * 153 - 1));
});

test('ids that are too long stay different', () => {
	const [one, two] = [received({ id: `${LONG}1` }).id, received({ id: `${LONG}2` }).id];
	expect(one.length).toBeLessThan(100);
	expect(one).not.toBe(two);
	expect(received({ id: 'x'.repeat(500) }).id).toBe('x'.repeat(500));
});
