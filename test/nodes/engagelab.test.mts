/** EngageLab's formats: exact integers, two kinds of time, two addresses. */
import fc from 'fast-check';
import { baseUrlOf } from '../../nodes/EngageLabSms/client';
import { parseExact } from '../../nodes/EngageLabSms/exactJson';
import { isoTime, simpleSign, simpleTemplate } from '../../nodes/EngageLabSms/rows';

describe('parseExact', () => {
	test('keeps integers above 2^53, wherever they occur', () => {
		expect(
			parseExact('{"schedule_info":{"task_id":1972492621368553472},"n":[-9007199254740993]}'),
		).toEqual({ schedule_info: { task_id: '1972492621368553472' }, n: ['-9007199254740993'] });
	});

	test('converts every id to text, and leaves other numbers unchanged', () => {
		expect(parseExact('[{"sign_id":10,"count":1,"id":2,"cost":0.123456789012345678}]')).toEqual([
			{ sign_id: '10', count: 1, id: 2, cost: 0.12345678901234568 },
		]);
	});

	test('changes no digits inside strings', () => {
		const value = {
			text: 'a "1972492621368553472" \\ 1972492621368553472',
			key_1: ':1234567890123456789',
		};
		expect(parseExact(JSON.stringify(value))).toEqual(value);
	});

	test('any JSON without ids and large integers gives the same result as JSON.parse', () => {
		fc.assert(
			fc.property(fc.json(), (text) => {
				fc.pre(!/_id"/.test(text) && !/(?<![\d.])\d{16}/.test(text));
				expect(parseExact(text)).toEqual(JSON.parse(text));
			}),
		);
	});

	test.each(['', '<html>', '{"a":', 'NaN'])('"%s" is not JSON', (text) => {
		expect(parseExact(text)).toBeUndefined();
	});
});

test.each([
	['2021-04-10T10:44:37+0800', '2021-04-10T02:44:37.000Z'],
	['2021-04-10T01:44:37+0800', '2021-04-09T17:44:37.000Z'],
	['2021-04-10T10:44:37-0330', '2021-04-10T14:14:37.000Z'],
	['2021-04-10T10:44:37+08:00', '2021-04-10T02:44:37.000Z'],
	[1_701_234_567, '2023-11-29T05:09:27.000Z'],
	['1701234567', '2023-11-29T05:09:27.000Z'],
	[0, null],
	['', null],
	[undefined, null],
	['yesterday', null],
])('the time %p is %p', (value, iso) => {
	expect(isoTime(value)).toBe(iso);
});

test('undocumented fields are kept unchanged', () => {
	expect(simpleSign({ sign_id: '1', status: 9 })).toMatchObject({ status: '9', createdAt: null });
	expect(simpleTemplate({ approval_status: -7, template_type: 5 })).toMatchObject({
		status: '-7',
		templateType: '5',
	});
	expect(simpleTemplate({ template_type: 'otp', approval_status: -1 })).toMatchObject({
		status: 'rejected',
		templateType: 'authentication',
	});
});

test.each<[string | null, string | null, string]>([
	['current', '', 'https://smsapi.engagelab.com'],
	['legacy', '', 'https://sms.api.engagelab.cc'],
	['legacy', '  ', 'https://sms.api.engagelab.cc'],
	[null, null, 'https://smsapi.engagelab.com'],
	['current', 'https://smsapi.engagelab.cc/v1/', 'https://smsapi.engagelab.cc'],
	['current', 'http://127.0.0.1:1/engagelab/', 'http://127.0.0.1:1/engagelab'],
	['legacy', 'https://proxy.example/v11', 'https://proxy.example/v11'],
])('generation %p, Base URL %p: %s', (generation, baseUrl, expected) => {
	expect(baseUrlOf({ ...(generation && { generation }), ...(baseUrl && { baseUrl }) })).toBe(
		expected,
	);
});
