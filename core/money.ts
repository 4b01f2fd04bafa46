/** Sums of prices, exact to the last digit: binary fractions would make 0.1 + 0.2 something else. */
import type { Price } from './outcome';

const DECIMAL = /^([+-]?)(\d{1,30})(?:\.(\d{1,30}))?$/;

/** Adds decimal numbers as text. What is not a decimal number is left out. */
export function sumOf(amounts: Iterable<string>): string {
	let sum = 0n;
	let places = 0;
	for (const amount of amounts) {
		const [, sign = '', whole, fraction = ''] = DECIMAL.exec(amount.trim()) ?? [];
		if (whole === undefined) continue;
		if (fraction.length > places) {
			sum *= 10n ** BigInt(fraction.length - places);
			places = fraction.length;
		}
		const digits = BigInt(whole + fraction.padEnd(places, '0'));
		sum += sign === '-' ? -digits : digits;
	}
	const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, '0');
	const whole = digits.slice(0, digits.length - places);
	const fraction = digits.slice(digits.length - places);
	return `${sum < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

/** The sum of prices for each currency, in the order of their first appearance. */
export function totalsOf(prices: Iterable<Price>): Price[] {
	const amounts = new Map<string | null, string[]>();
	for (const { amount, currency } of prices) {
		const known = amounts.get(currency);
		if (known) known.push(amount);
		else amounts.set(currency, [amount]);
	}
	return Array.from(amounts, ([currency, all]) => ({ amount: sumOf(all), currency }));
}
