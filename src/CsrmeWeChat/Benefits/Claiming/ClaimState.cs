namespace CsrmeWeChat.Benefits;

public enum ClaimState
{
    Held,
    Redeemed,
    Cancelled,
    Expired,
}

public static class ClaimStates
{
    extension(ClaimState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                ClaimState.Held => "已领取",
                ClaimState.Redeemed => "已核销",
                ClaimState.Cancelled => "已取消",
                ClaimState.Expired => "已过期",
            };

        /// <summary>A held claim has expired at the instant itself, not when the job gets round to marking it.</summary>
        public ClaimState At(DateTimeOffset now, DateTimeOffset useUntil) =>
            state is ClaimState.Held && now >= useUntil ? ClaimState.Expired : state;
    }
}
