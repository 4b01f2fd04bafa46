/** The first page that people see: short, and the same in both languages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const english = read('README.md');
const chinese = read('docs/zh-CN/README.md');

/** Links and pictures, as paths from the root of the repository. */
const targetsOf = (text: string, folder: string) =>
	new Set(
		[...text.matchAll(/\]\(([^)\s#]+)/g)]
			.map(([, target = '']) => target)
			.filter((target) => !/^https?:/.test(target))
			.map((target) => join(folder, target)),
	);

describe('README', () => {
	it('has fewer than 900 words', () => {
		expect(english.split(/\s+/).length).toBeLessThan(900);
	});

	it('says the guarantee on the first screen, and its setting before the third heading', () => {
		const [first = ''] = english.split(/^!\[/m);
		const start = english.split(/^## /m).slice(0, 3).join('');
		expect(first.replace(/\s+/g, ' ')).toContain(
			'By default a text may be missing, but it never arrives twice; _If Unsure_',
		);
		expect(start.replace(/\s+/g, ' ')).toContain('set _If Unsure_ to _Make Sure It Arrives_');
	});

	it('explains ten words in both languages', () => {
		for (const [text, title] of [
			[english, 'Ten words'],
			[chinese, '十个术语'],
		] as const) {
			const part = text.split(`## ${title}`)[1]?.split('\n## ')[0] ?? '';
			expect(part.match(/^- \*\*/gm)).toHaveLength(10);
		}
	});

	it('links to the same pages in Chinese', () => {
		const wanted = targetsOf(english, '.');
		wanted.delete('docs/zh-CN/README.md');
		const found = targetsOf(chinese, 'docs/zh-CN');
		found.delete('README.md');
		expect([...found].sort()).toEqual([...wanted].sort());
	});

	it('names the same pictures, providers, terms and versions in Chinese', () => {
		const inEnglish = [
			...english.matchAll(
				/images\/[\w-]+\.png|\d+\.\d+\.\d+|(?<=^- \*\*)[\w.\- ]+(?=\*\*(?: \(receipt\))?:)/gm,
			),
		].map(([found]) => found);
		expect(inEnglish).toEqual(expect.arrayContaining(['E.164', 'Delivery report', 'Failover']));
		const names = ['ClickSend', 'Maton', 'SMSMobileAPI', 'GoTone SMS', 'SUBMAIL', 'EngageLab'];
		for (const name of [...names, ...inEnglish]) {
			expect(english).toContain(name);
			expect(chinese).toContain(name);
		}
	});
});
