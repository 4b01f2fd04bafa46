import { readNumber } from '../../sandbox/numbers.mts';
import { countParts } from '../../sandbox/segments.mts';

describe('parts', () => {
	it.each([
		['a', 160, 'GSM-7', 1],
		['a', 161, 'GSM-7', 2],
		['a', 306, 'GSM-7', 2],
		['a', 307, 'GSM-7', 3],
		['a', 1224, 'GSM-7', 8],
		['€', 80, 'GSM-7', 1],
		['€', 81, 'GSM-7', 2],
		['ж', 70, 'UCS-2', 1],
		['ж', 71, 'UCS-2', 2],
		['ж', 134, 'UCS-2', 2],
		['ж', 135, 'UCS-2', 3],
		['ж', 536, 'UCS-2', 8],
		['🚚', 35, 'UCS-2', 1],
		['🚚', 36, 'UCS-2', 2],
		['`', 1, 'UCS-2', 1],
		['Ω', 160, 'GSM-7', 1],
	])('of "%s" %i times: %s, %i', (character, times, encoding, segments) => {
		expect(countParts(character.repeat(times))).toMatchObject({ encoding, segments });
	});

	it('are cut at the limit, never through a character', () => {
		expect(countParts('a'.repeat(1000), 6)).toMatchObject({ segments: 6, text: 'a'.repeat(918) });
		expect(countParts('🚚'.repeat(300), 6)).toMatchObject({
			segments: 6,
			text: '🚚'.repeat(201),
		});
	});

	it.each([
		[']'.repeat(152), 2],
		[']'.repeat(153), 3],
		[`${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
		[`${'a'.repeat(151)}€${'a'.repeat(153)}`, 2],
	])('never divide an escape pair: %#', (text, segments) => {
		expect(countParts(text).segments).toBe(segments);
	});
});

describe('numbers', () => {
	it.each([
		['+61411111111', '', '+61411111111', 'AU'],
		['0411111111', 'AU', '+61411111111', 'AU'],
		['0411111111', 'au', '+61411111111', 'AU'],
		['4055555555', 'US', '+14055555555', 'US'],
		['+14165550100', '', '+14165550100', 'CA'],
		['4165550100', 'CA', '+14165550100', 'CA'],
		['+447777777777', '', '+447777777777', 'GB'],
		['+8615555555555', 'AU', '+8615555555555', 'CN'],
		['+351912345678', '', '+351912345678', 'PT'],
	])('%s in "%s" is %s of %s', (text, country, e164, home) => {
		expect(readNumber(text, country)).toEqual({ e164, country: home });
	});

	it.each([
		['411111111', ''],
		['+0411111111', ''],
		['+61 411 111 111', ''],
		['+6141111111', ''],
		['+1405555555', ''],
		['+999123456', ''],
		['+12', ''],
		['+1234567890123456', ''],
		['0411111111', 'XX'],
		['text', 'AU'],
	])('%s in "%s" is not a valid number', (text, country) => {
		expect(readNumber(text, country)).toBeUndefined();
	});
});
