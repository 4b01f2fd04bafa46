import { type AppKind } from './apps.mts';

/** 0 not submitted, 1 in review, 2 approved, 3 rejected (docs/providers/submail.md §6). */
export type TemplateStatus = '0' | '1' | '2' | '3';

export interface Template {
	id: string;
	kind: AppKind;
	title: string;
	/** With its 【】; empty for international templates. */
	signature: string;
	content: string;
	/** Unix seconds. */
	added: number;
	edited: number;
	status: TemplateStatus;
}

export interface Signature {
	appid: string;
	signature: string;
	extend: string;
	/** 0 in review, 1 approved, any other rejected (docs/providers/submail.md §8). */
	status: number;
}

type Seed = readonly [id: string, title: string, content: string, status: TemplateStatus];

const domestic: readonly Seed[] = [
	['SbTpl1', 'Login code', '您的验证码是@var(code)，10分钟内有效。', '2'],
	['SbTpl2', 'Server alert', 'Host @var(host) is @var(state).', '2'],
	['SbTpl3', 'In review', '订单@var(order)已发货。', '1'],
	['SbTpl4', 'Rejected', '点击领取@var(gift)', '3'],
	['SbTpl5', 'Draft', '草稿@var(note)', '0'],
];

const international: readonly Seed[] = [
	['SbInt1', 'Login code', 'Your code is @var(code).', '2'],
	['SbInt2', 'Server alert', 'Host @var(host) is @var(state).', '2'],
	['SbInt3', 'In review', 'Order @var(order) is on its way.', '1'],
	['SbInt4', 'Rejected', 'Click to win @var(gift)', '3'],
];

/** The templates of a new account, oldest first. */
export function seedTemplates(now: number): Template[] {
	const templates = (seeds: readonly Seed[], kind: AppKind, signature: string) =>
		seeds.map(([id, title, content, status], index): Template => {
			const added = now - 86_400 + index;
			return { id, kind, title, signature, content, added, edited: added, status };
		});
	return [
		...templates(domestic, 'domestic', '【Sandbox】'),
		...templates(international, 'international', ''),
	];
}

/** Registered signatures; only domestic apps have them. */
export const seedSignatures = (): Signature[] => [
	{ appid: '10001', signature: '【Sandbox】', extend: '01', status: 1 },
	{ appid: '10001', signature: '【InReview】', extend: '02', status: 0 },
];
