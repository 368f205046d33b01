/**
 * The model's answer holds no variant that can be used. `fault` says what is wrong, in words for the next question to
 * the model; it quotes nothing of the answer.
 */
export class UnusableAnswer extends Error {
  override readonly name = 'UnusableAnswer';
  readonly fault: string;

  constructor(fault: string) {
    super(`the model's answer cannot be used: ${fault}`);
    this.fault = fault;
  }
}
