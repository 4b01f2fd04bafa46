/** Whether a provider is worth asking, as far as its answers in this run tell. */
import { type Failed, type Failure, isFailed, isTimeout, type SendResult } from '../outcome';

const isNotSent = (result: SendResult): result is Failed =>
	isFailed(result) && result.outcome === 'notSent';

/** Whether a result says that the provider could not be reached. */
export const isDown = (result: SendResult): boolean =>
	isNotSent(result) && result.failure.class === 'providerDown';

const isAuthFailure = (result: SendResult): boolean =>
	isFailed(result) && result.failure.class === 'auth';

const isMisconfigured = (result: SendResult): boolean =>
	isNotSent(result) && result.failure.class === 'configuration';

/** Nobody was asked: what this message wants, this provider does not do. */
const isOfMessage = (result: SendResult): boolean => isFailed(result) && result.ofMessage === true;

const hasNoCredit = (result: SendResult): boolean =>
	isFailed(result) && result.failure.class === 'insufficientCredit';

const tookTooLong = (result: SendResult): boolean => isFailed(result) && isTimeout(result.failure);

const isUnknown = ({ outcome }: SendResult): boolean => outcome === 'unknown';

/** Requests in a row whose outcome nobody knows, until others are sent elsewhere. */
const DOUBTS = 2;

export class Health {
	/** Asking on would change nothing: the credential was refused, or the wait is too long. */
	private closed: Failure | undefined;
	/** Not for messages that another provider can take. */
	private avoided: Failure | undefined;
	/** A request has used up its tries on a provider that is down: the next ones try once. */
	private down = false;
	private doubts = 0;
	/** Counts requests, so that answers can be put in order. */
	private started = 0;
	/** Requests up to this one were under way when the provider stopped answering. */
	private silentSince: number | undefined;
	/** The one request that finds out whether a silent provider answers again. */
	private probing: Promise<void> | undefined;

	constructor(private readonly name: string) {}

	/** Why a message is not sent here. */
	obstacle(canMoveOn: boolean): Failure | undefined {
		return this.closed ?? (canMoveOn ? this.avoided : undefined);
	}

	/** While a provider is silent, requests go one after another: each finds out for the next. */
	async trial(): Promise<void> {
		while (this.silentSince !== undefined && this.probing) await this.probing;
	}

	/** Call before a request, and what it gives with all its results. */
	start(): (results: readonly SendResult[]) => void {
		const order = ++this.started;
		let end: () => void = () => undefined;
		const isProbe = this.silentSince !== undefined;
		if (isProbe) {
			this.probing = new Promise((resolve) => {
				end = resolve;
			});
		}
		return (results) => {
			const telling = results.filter((result) => !isOfMessage(result));
			if (telling.length > 0) this.learn(telling, order);
			if (!isProbe) return;
			this.probing = undefined;
			end();
		};
	}

	/** The provider wants to be left alone for longer than anybody waits. */
	keepAway(failures: readonly Failure[], canMoveOn: boolean): void {
		const longest = failures.reduce<Failure | undefined>(
			(most, one) => ((one.retryAfterMs ?? 0) > (most?.retryAfterMs ?? -1) ? one : most),
			undefined,
		);
		if (canMoveOn) this.avoided = longest;
		else this.closed = longest;
	}

	/** Whether a batch for which the provider is down gets no further try. */
	givesUp(canMoveOn: boolean): boolean {
		return this.down || canMoveOn;
	}

	/** A batch has had all its tries. */
	usedUp(isStillDown: boolean): void {
		this.down = isStillDown;
	}

	private learn(results: readonly SendResult[], order: number): void {
		const [first] = results;
		const failure = first && isFailed(first) ? first.failure : undefined;
		if (!results.every(isDown)) this.down = false;
		if (results.every(tookTooLong)) {
			this.fallSilent(order);
		} else if (results.every(isAuthFailure)) {
			this.closed = failure;
		} else if (results.some(hasNoCredit)) {
			this.avoided = results.filter(isFailed).find(hasNoCredit)?.failure;
		} else if (results.every((one) => isDown(one) || isMisconfigured(one))) {
			this.avoided = failure;
		} else if (results.every(isUnknown)) {
			if (++this.doubts >= DOUBTS) this.avoided ??= this.unreliable(failure);
		} else {
			this.answered();
		}
	}

	private answered(): void {
		this.doubts = 0;
		this.silentSince = undefined;
		// Without credit it stays, whatever else it answers.
		if (this.avoided?.class === 'providerDown') this.avoided = undefined;
	}

	/** Nobody waits twice for a provider that does not answer, if there is another one. */
	private fallSilent(order: number): void {
		const silence: Failure = {
			class: 'providerDown',
			code: 'NO_ANSWER',
			message: `${this.name} did not answer an earlier request of this run, and was not asked again`,
			hint: 'Run it again when the provider is up.',
		};
		this.avoided = silence;
		if (this.silentSince === undefined) this.silentSince = this.started;
		else if (order > this.silentSince) this.closed = silence;
	}

	private unreliable(failure: Failure | undefined): Failure {
		return {
			class: 'providerDown',
			code: failure?.code,
			message: `${this.name} left the outcome of earlier messages of this run open, and was not asked again`,
			hint: 'Look at the attempts of those messages, and at the status page of the provider.',
		};
	}
}
