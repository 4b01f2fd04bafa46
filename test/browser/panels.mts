/** Every panel of every node, as the editor shows it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type INodeProperties, type INodeTypeDescription } from 'n8n-workflow';
import { say } from '../../demo/say.mts';
import { type WorkflowNode } from '../../demo/workflow.mts';
import { nodeOf, type World } from './world.mts';

type Choice = Record<string, unknown>;

const PACK = 'n8n-nodes-sms-suite.';
/** Choices by which the fields of a node differ. */
const CHOICES = ['providers', 'provider', 'resource', 'operation'];

/** The values that show a property or an option, as far as they are chosen by the user. */
const shownBy = ({ displayOptions }: Pick<INodeProperties, 'displayOptions'>): Choice =>
	Object.fromEntries(
		Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [
			name.replace(/^\//, ''),
			values?.[0],
		]),
	);

const isShown = (property: INodeProperties, chosen: Choice) =>
	Object.entries(property.displayOptions?.show ?? {}).every(([name, values]) => {
		const value = chosen[name.replace(/^\//, '')];
		if (value === undefined) return true; // it has a default, which the editor looks at
		return [value].flat().some((one) => (values as unknown[]).includes(one));
	});

/** Every combination of provider, resource and operation that a node offers. */
export function choicesOf({ properties }: INodeTypeDescription): Choice[] {
	return CHOICES.reduce<Choice[]>(
		(all, name) =>
			all.flatMap((chosen) => {
				const property = properties.find((one) => one.name === name && isShown(one, chosen));
				if (!property?.options) return [chosen];
				return property.options.flatMap((option) => {
					// A Custom API Call is n8n's own panel: it names the HTTP Request node.
					if (!('value' in option) || option.value === '__CUSTOM_API_CALL__') return [];
					const value = property.type === 'multiOptions' ? [option.value] : option.value;
					return [{ ...chosen, ...shownBy(option), [name]: value }];
				});
			}),
		[{}],
	);
}

/** A node for each panel of the nodes that the editor knows. */
function panelsOf(descriptions: readonly INodeTypeDescription[], world: World): WorkflowNode[] {
	const accounts = {
		...world.place.credential('clickSendApi'),
		...world.place.credential('submailApi'),
		...world.place.credential('engageLabSmsApi'),
		...world.place.credential('goToneSmsApi'),
		...world.place.credential('smsMobileApi'),
		...world.place.credential('smsWebhookApi'),
	};
	return descriptions.flatMap((description) =>
		choicesOf(description).map((chosen) => {
			const name = [description.name.slice(PACK.length), ...Object.values(chosen).flat()].join(' ');
			return nodeOf('', description.name, chosen, { name, credentials: accounts });
		}),
	);
}

/** What is wrong with the open panel as it stands, one line each. */
async function seenIn({ editor }: World): Promise<string[]> {
	const parameters = editor.panel.getByTestId('node-parameters').first();
	await parameters.locator('[data-test-id^="parameter-input-"]').first().waitFor();
	const { text, red } = await parameters.evaluate((panel: HTMLElement) => ({
		text: panel.innerText,
		red: [...panel.querySelectorAll('.has-issues')].map((element) => ({
			name: element.getAttribute('data-test-id') ?? element.className,
			// The last one: before it may be the choice between list, URL and ID.
			value: [...element.querySelectorAll<HTMLInputElement>('input, textarea')].at(-1)?.value,
		})),
	}));
	return [
		// An empty field that is required is red, too.
		...red
			.filter(({ value }) => value)
			.map(({ name, value }) => `${name} is red: ${JSON.stringify(value)}`),
		...(/undefined|\[object Object\]|\bNaN\b|Error fetching|^null$/m.exec(text) ?? []).map(
			(found) => `it says “${found}”`,
		),
	];
}

/** What stays wrong with the open panel: n8n fills its fields one after another. */
async function faultsOf(world: World): Promise<string[]> {
	let seen = await seenIn(world);
	for (let looks = 0; looks < 25 && seen.length > 0; looks++) {
		await sleep(200);
		seen = await seenIn(world);
	}
	return [
		...seen,
		...world.editor.problems
			.splice(0)
			.map((problem) => `the console says: ${problem.slice(0, 200)}`),
	];
}

/** The panels that must be there, at least: a node that n8n does not load has none. */
const AT_LEAST = 82;

export function panels(world: World): void {
	test(
		'every panel has its fields, none of them red, and nothing odd in its text',
		() =>
			world.step(async () => {
				const { editor, place } = world;
				await place.addCredentials('goToneSmsApi', 'smsMobileApi', 'smsWebhookApi');
				const types = await editor.page.request.get(`${place.url}/types/nodes.json`);
				const known = (await types.json()) as INodeTypeDescription[];
				const all = panelsOf(
					known.filter(({ name }) => name.startsWith(PACK) && !/Tool$/.test(name)),
					world,
				);
				expect(all.length).toBeGreaterThanOrEqual(AT_LEAST);
				// n8n finds a node by the first six characters of its id.
				all.forEach((node, index) => {
					node.id = `p${String(index).padStart(5, '0')}`;
					node.name = `${node.id} ${node.name}`;
					node.position = [(index % 10) * 220, Math.floor(index / 10) * 200];
				});
				const { id } = await place.rest.create({
					name: 'Panels',
					nodes: all,
					connections: {},
					settings: { executionOrder: 'v1' },
				});
				await editor.openWorkflow(id);
				editor.problems.length = 0;
				const faults: string[] = [];
				for (const node of all) {
					await editor.openNode(node.name, node.id);
					if (all.indexOf(node) % 20 === 0) say(`panel ${all.indexOf(node)} of ${all.length}`);
					for (const fault of await faultsOf(world)) faults.push(`${node.name}: ${fault}`);
				}
				expect(faults).toEqual([]);
			}),
		600_000,
	);
}
