type Params = Readonly<Record<string, unknown>>;

/** The library's calls for the endpoints of Binance's USD-M futures. */
export interface UsdmCalls {
  fapiPublicGetTime(): Promise<unknown>;
  fapiPrivatePostOrder(params: Params): Promise<unknown>;
  fapiPrivateDeleteOrder(params: Params): Promise<unknown>;
  fapiPrivateGetOrder(params: Params): Promise<unknown>;
  fapiPrivateGetOpenOrders(params: Params): Promise<unknown>;
  fapiPrivateGetAllOrders(params: Params): Promise<unknown>;
  fapiPrivatePostAlgoOrder(params: Params): Promise<unknown>;
  fapiPrivateDeleteAlgoOrder(params: Params): Promise<unknown>;
  fapiPrivateGetAlgoOrder(params: Params): Promise<unknown>;
  fapiPrivateGetOpenAlgoOrders(params: Params): Promise<unknown>;
  fapiPrivateGetAllAlgoOrders(params: Params): Promise<unknown>;
  fapiPrivateGetUserTrades(params: Params): Promise<unknown>;
  fapiPrivateGetForceOrders(params: Params): Promise<unknown>;
  fapiPrivateV3GetAccount(): Promise<unknown>;
  fapiPrivateGetIncome(params: Params): Promise<unknown>;
  fapiPrivateGetAccountConfig(): Promise<unknown>;
  fapiPrivateGetSymbolConfig(params: Params): Promise<unknown>;
  fapiPrivatePostLeverage(params: Params): Promise<unknown>;
  fapiPrivatePostMarginType(params: Params): Promise<unknown>;
  fapiPrivatePostCountdownCancelAll(params: Params): Promise<unknown>;
  fapiPrivatePostListenKey(): Promise<unknown>;
}
