import fc from 'fast-check';
import { maskNumber, maskRecipient, maskText, recipientText } from '../../core/message';

describe('maskNumber', () => {
	it.each([
		['', ''],
		['1', '*'],
		['123456', '******'],
		['1234567', '1234*67'],
		['+61411111111', '+614******11'],
		['+8615555555555', '+861********55'],
	])('%j is shown as %j', (number, shown) => {
		expect(maskNumber(number)).toBe(shown);
	});

	it('keeps the length and hides all but six characters', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^\+?\d{0,20}$/), (number) => {
				const shown = maskNumber(number);
				expect(shown).toHaveLength(number.length);
				expect(shown.replaceAll('*', '').length).toBeLessThanOrEqual(6);
				expect(shown).not.toMatch(/\d{5,}/);
			}),
		);
	});
});

describe('maskText', () => {
	it.each([
		['', ''],
		['not a number', 'not a number'],
		['12', '12'],
		['1234', '1234'],
		['+61411111111', '+614******11'],
		['0411 111 111', '0411****11'],
		['(0411) 111-111', '(0411****11'],
		['0411.111.111', '0411****11'],
		['0411\u00A0111\u00A0111', '0411****11'],
		['me: 0411111111, her: 0422222222', 'me: 0411****11, her: 0422****22'],
		['+61411111111x5', '+614******11x5'],
		['AU', 'AU'],
	])('%j is shown as %j', (text, shown) => {
		expect(maskText(text)).toBe(shown);
	});

	it('shortens long texts without revealing a number at the cut', () => {
		expect(maskText('a'.repeat(41))).toBe(`${'a'.repeat(40)}…`);
		expect(maskText('a'.repeat(40))).toBe('a'.repeat(40));
		expect(maskText('abcdefgh', 3)).toBe('abc…');
		expect(maskText(`${'a'.repeat(33)}+61411111111`)).toBe(`${'a'.repeat(33)}+614***…`);
	});

	it('never shows five digits in a row', () => {
		const unit = fc.constantFrom(
			...'0123456789',
			...'0123456789',
			'+',
			' ',
			'-',
			'(',
			')',
			'.',
			'x',
		);
		fc.assert(
			fc.property(fc.string({ unit, maxLength: 60, size: 'max' }), (text) => {
				expect(maskText(text)).not.toMatch(/\d{5,}/);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('recipients', () => {
	it('are numbers or contact lists', () => {
		expect(recipientText({ kind: 'number', e164: '+61411111111' })).toBe('+61411111111');
		expect(recipientText({ kind: 'list', listId: '428' })).toBe('list:428');
	});

	it('are masked if they are numbers', () => {
		expect(maskRecipient({ kind: 'number', e164: '+61411111111', country: 'AU' })).toBe(
			'+614******11',
		);
		expect(maskRecipient({ kind: 'list', listId: '1234567' })).toBe('contact list 1234567');
	});
});
