/** Domestic and international SMS need separate apps (docs/providers/submail.md §1). */
export type AppKind = 'domestic' | 'international';

export interface App {
	id: string;
	key: string;
	kind: AppKind;
	/** The sender that its messages show on a phone, and that replies go to. */
	sender: string;
}

const key = 'submail-sandbox-key';

const apps: readonly [App, ...App[]] = [
	{ id: '10001', key, kind: 'domestic', sender: '1069010001' },
	{ id: '20001', key, kind: 'international', sender: 'SUBMAIL' },
];

export const findApp = (id: string): App | undefined => apps.find((app) => app.id === id);

export const senders: readonly string[] = apps.map(({ sender }) => sender);

/** The app that receives a reply to this sender; the domestic one when no app matches. */
export const appOf = (sender: string): string =>
	(apps.find((app) => app.sender === sender) ?? apps[0]).id;
