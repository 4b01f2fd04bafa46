/**
 * Ask and Wait: whatever the order of looks, answers, replies by text, forgeries, limits and restarts, and
 * also if they come at the same moment, each question gets at most one answer, by somebody who was asked
 * it.
 */
import fc from 'fast-check';
import '../../support/properties.mts';
import { useAsking, type Waiting } from '../../support/asking.mts';
import { number } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();
const host = useAsking(suite);

const PHONES = [number(1), number(2), number(3)];

const spec = {
	type: 'n8n-nodes-sms-suite.sendSms',
	credentials: ['clickSendApi'],
	parameters: {
		operation: 'sendAndWait',
		providers: ['clickSend'],
		// The last one is not a number: nobody is asked there.
		to: [...PHONES, '+61 nobody'].join(','),
		message: 'Deploy?',
		responseType: 'approval',
		options: { replyByText: true },
	},
};

const STRANGER = number(9);

const visit = fc.record({
	kind: fc.constantFrom('get' as const, 'post' as const, 'forge' as const),
	who: fc.nat({ max: PHONES.length - 1 }),
	old: fc.boolean(),
});
const reply = fc.record({
	kind: fc.constantFrom(
		'reply' as const,
		'wrongCode' as const,
		'noCode' as const,
		'unclear' as const,
	),
	// The last one was not asked.
	who: fc.nat({ max: PHONES.length }),
	old: fc.boolean(),
	/** The provider passes it on twice. */
	twice: fc.boolean(),
});
const event = fc.record({
	kind: fc.constantFrom('limit' as const, 'restart' as const, 'again' as const),
});
const steps = fc.array(
	fc.oneof(
		{
			weight: 3,
			arbitrary: fc.array(fc.oneof(visit, reply), { minLength: 1, maxLength: 4 }),
		},
		{ weight: 1, arbitrary: event.map((one) => [one]) },
	),
	{ maxLength: 8 },
);

interface Told {
	answered: boolean;
	by: string | null;
	approved: boolean;
}

test('at most one answer to each question, by somebody who was asked', async () => {
	await fc.assert(
		fc.asyncProperty(steps, async (rounds) => {
			suite.sandbox.reset();
			let waiting: Waiting = await host.ask(spec);
			let links = host.links();
			let code = host.code(PHONES[0] ?? '');
			const old: Array<{ links: Record<string, string>; code: string }> = [];
			/** Who gave a valid answer to the question that is open. */
			let valid: string[] = [];

			const check = () => {
				const [item, ...others] = waiting.items as unknown as Told[];
				expect(others).toEqual([]);
				if (!item) return;
				expect(item.answered).toBe(valid.length > 0);
				if (item.answered) expect(valid).toContain(item.by);
				else expect(item).toMatchObject({ by: null, approved: false });
			};

			for (const round of rounds) {
				const wasOpen = waiting.ended === undefined;
				const calls = round.map(async (step) => {
					if (step.kind === 'limit') return await waiting.expire();
					if (step.kind === 'restart') return host.restart();
					if (!('who' in step)) return undefined;
					const phone = PHONES[step.who] ?? STRANGER;
					const earlier = step.old ? old.at(-1) : undefined;
					if ('twice' in step) {
						const ofStep = earlier?.code ?? code;
						const other = ofStep.slice(0, 2) + (ofStep.endsWith('K') ? 'H' : 'K');
						const texts = {
							reply: `yes ${ofStep}`,
							wrongCode: `yes ${other}`,
							noCode: 'yes',
							unclear: `${ofStep}?`,
						};
						const isRight = step.kind === 'reply' && ofStep === code && phone !== STRANGER;
						if (isRight && wasOpen) valid.push(phone);
						await host.reply(phone, texts[step.kind]);
						if (step.twice) host.redeliver(phone);
						return undefined;
					}
					const link = (earlier?.links ?? links)[phone] ?? '';
					if (step.kind === 'get') return await host.visit(link);
					if (step.kind === 'forge') {
						const other = link.replace(/ask=(\d+)-\d+/, `ask=$1-${(step.who + 1) % 4}`);
						return await host.visit(other, { answer: 'approve' });
					}
					if (!earlier && wasOpen) valid.push(phone);
					return await host.visit(link, { answer: 'approve' });
				});
				await Promise.all(calls);
				await host.settled();
				check();
				if (valid.length > 0) expect(waiting.ended).toBeDefined();
				if (round[0]?.kind === 'again' && waiting.ended) {
					old.push({ links, code });
					waiting = await host.askAgain(waiting);
					links = host.links();
					code = host.code(PHONES[0] ?? '');
					valid = [];
				}
			}
			expect(host.crashes).toEqual([]);
			expect(host.answers.get(waiting.id) ?? 0).toBeLessThanOrEqual(old.length + 1);
		}),
		{ numRuns: 40 },
	);
}, 120_000);
