/** Domestic and international SMS need separate apps (facts: submail §1). */
export type AppKind = 'domestic' | 'international';

export interface App {
	id: string;
	key: string;
	kind: AppKind;
	/** Where its messages come from on a phone, and where replies go. */
	sender: string;
}

const key = 'submail-sandbox-key';

const apps: readonly [App, ...App[]] = [
	{ id: '10001', key, kind: 'domestic', sender: '1069010001' },
	{ id: '20001', key, kind: 'international', sender: 'SUBMAIL' },
];

export const findApp = (id: string): App | undefined => apps.find((app) => app.id === id);

export const senders: readonly string[] = apps.map(({ sender }) => sender);

/** The app that a reply to this sender concerns: the domestic one unless it names another. */
export const appOf = (sender: string): string =>
	(apps.find((app) => app.sender === sender) ?? apps[0]).id;
