/**
 * Decides whether a provider is worth asking, based on its answers in this run. Until a message fails
 * there is nothing to decide.
 */
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

/** No request was made: the provider does not support what this message needs. */
const isOfMessage = (result: SendResult): boolean => isFailed(result) && result.ofMessage === true;

const hasNoCredit = (result: SendResult): boolean =>
	isFailed(result) && result.failure.class === 'insufficientCredit';

const tookTooLong = (result: SendResult): boolean => isFailed(result) && isTimeout(result.failure);

const isUnknown = ({ outcome }: SendResult): boolean => outcome === 'unknown';

/** Consecutive requests with an unknown outcome before further messages go to another provider. */
const DOUBTS = 2;

export class Health {
	/** Further requests are pointless: the credential was refused, or the wait is too long. */
	private closed: Failure | undefined;
	/** The provider is skipped for messages that another provider can take. */
	private avoided: Failure | undefined;
	/** A request used up its attempts because the provider is down; the next requests get one attempt. */
	private down = false;
	private doubts = 0;
	/** Requests up to this number were in flight when the provider stopped answering. */
	private silentSince: number | undefined;
	/** The single request that checks whether a silent provider answers again. */
	private probing: Promise<void> | undefined;

	constructor(private readonly name: string) {}

	/** Returns why a message must not be sent to this provider, if there is a reason. */
	obstacle(canMoveOn: boolean): Failure | undefined {
		return this.closed ?? (canMoveOn ? this.avoided : undefined);
	}

	/** While a provider is silent, requests run one at a time: each shows whether the next is worthwhile. */
	async trial(): Promise<void> {
		while (this.silentSince !== undefined && this.probing) await this.probing;
	}

	/** Call before a request, and the returned function when it was answered. */
	start(): () => void {
		if (this.silentSince === undefined) return () => undefined;
		let end: () => void = () => undefined;
		this.probing = new Promise((resolve) => {
			end = resolve;
		});
		return () => {
			this.probing = undefined;
			end();
		};
	}

	/**
	 * Learns from all results of a request.
	 *
	 * @param order its number among those of this provider
	 * @param started how many there are by now
	 */
	answered(results: readonly SendResult[], order: number, started: number): void {
		const telling = results.filter((result) => !isOfMessage(result));
		if (telling.length > 0) this.learn(telling, order, started);
	}

	/** The provider asked for a longer wait than we accept. */
	keepAway(failures: readonly Failure[], canMoveOn: boolean): void {
		const longest = failures.reduce<Failure | undefined>(
			(most, one) => ((one.retryAfterMs ?? 0) > (most?.retryAfterMs ?? -1) ? one : most),
			undefined,
		);
		if (canMoveOn) this.avoided = longest;
		else this.closed = longest;
	}

	/** Whether a batch gets no further attempt when the provider is down. */
	givesUp(canMoveOn: boolean): boolean {
		return this.down || canMoveOn;
	}

	/** Records that a batch has used all its attempts. */
	usedUp(isStillDown: boolean): void {
		this.down = isStillDown;
	}

	private learn(results: readonly SendResult[], order: number, started: number): void {
		const [first] = results;
		const failure = first && isFailed(first) ? first.failure : undefined;
		if (!results.every(isDown)) this.down = false;
		if (results.every(tookTooLong)) {
			this.fallSilent(order, started);
		} else if (results.every(isAuthFailure)) {
			this.closed = failure;
		} else if (results.some(hasNoCredit)) {
			this.avoided = results.filter(isFailed).find(hasNoCredit)?.failure;
		} else if (results.every((one) => isDown(one) || isMisconfigured(one))) {
			this.avoided = failure;
		} else if (results.every(isUnknown)) {
			if (++this.doubts >= DOUBTS) this.avoided ??= this.unreliable(failure);
		} else {
			this.recover();
		}
	}

	private recover(): void {
		this.doubts = 0;
		this.silentSince = undefined;
		// Missing credit still applies, whatever else the provider answers.
		if (this.avoided?.class === 'providerDown') this.avoided = undefined;
	}

	/** If there is another provider, no message waits a second time for one that does not answer. */
	private fallSilent(order: number, started: number): void {
		const silence: Failure = {
			class: 'providerDown',
			code: 'NO_ANSWER',
			message: `${this.name} did not answer an earlier request in this run and was not asked again`,
			hint: 'Run the workflow again when the provider is available.',
		};
		this.avoided = silence;
		if (this.silentSince === undefined) this.silentSince = started;
		else if (order > this.silentSince) this.closed = silence;
	}

	private unreliable(failure: Failure | undefined): Failure {
		return {
			class: 'providerDown',
			code: failure?.code,
			message: `${this.name} left the outcome of earlier messages in this run unclear and was not asked again`,
			hint: 'Check the attempts of those messages, and the status page of the provider.',
		};
	}
}
