namespace CsrmeWeChat.Stories.Pages;

public static class SendBadges
{
    public static string Badge(SendState state) =>
        state switch
        {
            SendState.Planned or SendState.Preparing or SendState.Sending => "bg-blue-lt",
            SendState.Held or SendState.Awaiting or SendState.Unknown => "bg-yellow-lt",
            SendState.Sent => "bg-green-lt",
            SendState.Failed => "bg-red-lt",
            SendState.Cancelled or SendState.Recalled => "bg-secondary-lt",
        };
}
