namespace CsrmeWeChat.Stories.Pages;

public static class StoryBadges
{
    public static string Badge(StoryState state) =>
        state switch
        {
            StoryState.Draft => "bg-secondary-lt",
            StoryState.Review => "bg-yellow-lt",
            StoryState.Approved or StoryState.Scheduled => "bg-blue-lt",
            StoryState.Out => "bg-green-lt",
            StoryState.Recalled => "bg-red-lt",
        };
}
