/** What the walks share: one n8n, one sandbox, one browser with two windows. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser } from 'playwright-core';
import { reasonOf } from '../../demo/failure.mts';
import { say } from '../../demo/say.mts';
import { type WorkflowNode } from '../../demo/workflow.mts';
import { Place } from '../e2e/place.mts';
import { newPage, startBrowser } from './browser.mts';
import { Editor } from './editor.mts';
import { PhonesPage } from './phones-page.mts';

export class World {
	readonly place = new Place({ withEditor: true });
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

	/**
	 * Runs a step; shows at once why it failed, because jest shows that when the whole file is done,
	 * and keeps a picture of what the user saw.
	 */
	async step(run: () => Promise<void>): Promise<void> {
		try {
			await run();
		} catch (error) {
			const file = join(tmpdir(), `sms-suite-failed-${Date.now()}.png`);
			await this.editor.page.screenshot({ path: file }).catch(() => undefined);
			say(`FAILED (picture in ${file}): ${reasonOf(error).slice(0, 1000)}`);
			throw error;
		}
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
