declare module 'ml-regression-theil-sen' {
  export class TheilSenRegression {
    constructor(x: readonly number[], y: readonly number[])
    readonly slope: number
    readonly intercept: number
    predict(x: number): number
    score(x: readonly number[], y: readonly number[]): { readonly r2: number }
  }
}
