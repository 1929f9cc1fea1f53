namespace CsrmeWeChat.Contests.Pages;

public static class ContestBadges
{
    public static string Of(ContestStage stage) =>
        stage switch
        {
            ContestStage.Soon or ContestStage.Judging => "bg-blue-lt",
            ContestStage.Open => "bg-green-lt",
            ContestStage.Notice or ContestStage.Noticed => "bg-yellow-lt",
            ContestStage.Announced => "bg-secondary-lt",
        };

    public static string Of(PhotoEntryState state) =>
        state switch
        {
            PhotoEntryState.Draft or PhotoEntryState.Withdrawn => "bg-secondary-lt",
            PhotoEntryState.Submitted => "bg-blue-lt",
            PhotoEntryState.Reviewing => "bg-yellow-lt",
            PhotoEntryState.Returned => "bg-red-lt",
            PhotoEntryState.Accepted => "bg-green-lt",
        };
}
