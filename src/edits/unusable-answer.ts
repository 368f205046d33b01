/**
 * The model's answer holds no variant that can be used. `fault` says what is wrong with it in words that the model
 * can be told when it is asked again; nothing of the answer itself is in it.
 */
export class UnusableAnswer extends Error {
  override readonly name = 'UnusableAnswer';
  readonly fault: string;

  constructor(fault: string) {
    super(`the model's answer cannot be used: ${fault}`);
    this.fault = fault;
  }
}
