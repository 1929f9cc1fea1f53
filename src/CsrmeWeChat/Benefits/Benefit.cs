using CsrmeWeChat.Foundation.Media;

namespace CsrmeWeChat.Benefits;

/// <summary>One 530 benefit: its text, windows, rules and counters.</summary>
public sealed record Benefit
{
    internal const string Columns = """
        id, kind, state, title, summary, usage_note, partner, place, picture, picture_width, picture_height,
        opens_at, closes_at, use_until, expiry_returns_stock, dues_required, stock, issued, held, restored_at
        """;

    public required long Id { get; init; }
    public required BenefitKind Kind { get; init; }
    public required BenefitState State { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }
    public required string UsageNote { get; init; }
    public required string Partner { get; init; }

    /// <summary>Where it is given out or used.</summary>
    public required string Place { get; init; }

    /// <summary>The name of the picture in the media folder, empty for none, and its size in pixels.</summary>
    public required string Picture { get; init; }
    public required int PictureWidth { get; init; }
    public required int PictureHeight { get; init; }
    public required DateTimeOffset OpensAt { get; init; }
    public required DateTimeOffset ClosesAt { get; init; }
    public required DateTimeOffset UseUntil { get; init; }
    public required bool ExpiryReturnsStock { get; init; }
    public required bool DuesRequired { get; init; }
    public required int Stock { get; init; }

    /// <summary>The number of serials given so far, which is also the last serial.</summary>
    public required int Issued { get; init; }

    /// <summary>The number of claims that take stock.</summary>
    public required int Held { get; init; }

    /// <summary>When the database was restored, until staff have said which voucher was the last.</summary>
    public DateTimeOffset? RestoredAt { get; init; }

    public PictureAnswer? PictureAnswer => PictureAnswer.Of(new Picture(Picture, PictureWidth, PictureHeight));

    public bool IsOnHold => RestoredAt is not null;

    public int Remaining => Stock - Held;

    public BenefitPhase PhaseAt(DateTimeOffset now) => BenefitPhases.Of(State, OpensAt, ClosesAt, Remaining, now);
}

public enum BenefitKind
{
    /// <summary>The member shows a code at a counter, where it is redeemed.</summary>
    Counter,

    /// <summary>The member gets a partner's voucher code, which has been seen and therefore never returns to stock.</summary>
    Voucher,
}

public enum BenefitState
{
    Draft,
    Published,
    Closed,
}

/// <summary>Whether a benefit can be claimed at a given instant: its state, windows and stock taken together.</summary>
public enum BenefitPhase
{
    Draft,
    Upcoming,
    Open,
    SoldOut,
    Closed,
}

public static class BenefitPhases
{
    public static BenefitPhase Of(BenefitState state, DateTimeOffset opensAt, DateTimeOffset closesAt, int remaining, DateTimeOffset now) =>
        state switch
        {
            BenefitState.Draft => BenefitPhase.Draft,
            BenefitState.Closed => BenefitPhase.Closed,
            _ when now >= closesAt => BenefitPhase.Closed,
            _ when now < opensAt => BenefitPhase.Upcoming,
            _ when remaining <= 0 => BenefitPhase.SoldOut,
            _ => BenefitPhase.Open,
        };
}

public static class BenefitLabels
{
    extension(BenefitKind kind)
    {
        public string Key => kind.ToString().ToLowerInvariant();

        public string Label => kind is BenefitKind.Counter ? "到店福利" : "兑换码";
    }

    extension(BenefitState state)
    {
        public string Key => state.ToString().ToLowerInvariant();

        public string Label =>
            state switch
            {
                BenefitState.Draft => "草稿",
                BenefitState.Published => "已发布",
                BenefitState.Closed => "已关闭",
            };
    }

    extension(BenefitPhase phase)
    {
        public string Label =>
            phase switch
            {
                BenefitPhase.Draft => "草稿",
                BenefitPhase.Upcoming => "未开始",
                BenefitPhase.Open => "领取中",
                BenefitPhase.SoldOut => "已领完",
                BenefitPhase.Closed => "已结束",
            };
    }
}
