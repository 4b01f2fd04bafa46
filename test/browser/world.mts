/** What the walks share: one n8n, one sandbox, one browser with two windows. */
import { type Browser } from 'playwright-core';
import { type WorkflowNode } from '../../demo/workflow.mts';
import { Place } from '../e2e/place.mts';
import { newPage, startBrowser } from './browser.mts';
import { Editor } from './editor.mts';
import { PhonesPage } from './phones-page.mts';

export class World {
	readonly place = new Place(true);
	private browser!: Browser;
	editor!: Editor;
	phones!: PhonesPage;

	/** n8n without any credential, an empty workflow, and the phones page. */
	async open(): Promise<void> {
		this.browser = await startBrowser();
		await this.place.open();
		this.editor = new Editor(await newPage(this.browser), this.place.url);
		await this.editor.start();
		const page = await newPage(this.browser, { width: 1100, height: 700 });
		this.phones = new PhonesPage(page, `${this.place.sandbox.url}/`);
		await this.phones.open();
	}

	async close(): Promise<void> {
		await this.browser?.close();
		await this.place.close();
	}
}

/** A node of a workflow; its id is its address in the editor. */
export const nodeOf = (
	id: string,
	type: string,
	parameters: Record<string, unknown>,
	more: Partial<WorkflowNode> = {},
): WorkflowNode => ({
	id,
	name: id,
	type: type.includes('.') ? type : `n8n-nodes-sms-suite.${type}`,
	typeVersion: 1,
	position: [0, 0],
	parameters,
	...more,
});
