using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Media;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>The fields that people fill in about a benefit; times are Beijing's.</summary>
public sealed class BenefitForm
{
    [Display(Name = "年度")]
    public int Season { get; set; }

    [Display(Name = "类别")]
    public BenefitKind Kind { get; set; }

    public string? Title { get; set; }

    public string? Summary { get; set; }

    public string? UsageNote { get; set; }

    public string? Partner { get; set; }

    public string? Place { get; set; }

    [Display(Name = "开始领取")]
    public DateTime? OpensAt { get; set; }

    [Display(Name = "结束领取")]
    public DateTime? ClosesAt { get; set; }

    [Display(Name = "使用截止")]
    public DateTime? UseUntil { get; set; }

    [Display(Name = "总量")]
    public int? Stock { get; set; }

    public bool DuesRequired { get; set; }

    public bool ExpiryReturnsStock { get; set; }

    public List<string> Levels { get; set; } = [];

    public List<string> Branches { get; set; } = [];

    public List<string> Tags { get; set; } = [];

    /// <summary>The benefit that the fields describe. A missing time becomes year 1, which <see cref="WhyRefused"/> refuses.</summary>
    public NewBenefit Benefit =>
        new(
            Season,
            Kind,
            Title ?? "",
            Summary ?? "",
            UsageNote ?? "",
            Partner ?? "",
            LocalTimes.At(OpensAt),
            LocalTimes.At(ClosesAt),
            LocalTimes.At(UseUntil),
            Stock ?? 0,
            DuesRequired,
            ExpiryReturnsStock,
            Levels,
            Branches,
            Tags,
            Place ?? ""
        );

    /// <param name="edited">The benefit exists already, and its stock is not part of the form.</param>
    public IEnumerable<string> WhyRefused(bool edited) =>
        LocalTimes.AreTimes(OpensAt, ClosesAt, UseUntil)
            ? (edited ? Benefit.Definition().Faults() : Benefit.Faults()).Select(fault => fault.Why)
            : ["请填写开始领取、结束领取和使用截止的时间。"];

    /// <summary>A time that may not have been filled in yet.</summary>
    public static string TimeOrPending(DateTimeOffset at) => at == default ? "待定" : Show.Beijing(at);

    private static DateTime Local(DateTimeOffset at) => China.Local(at).DateTime;

    /// <summary>The fields filled from a benefit.</summary>
    public static BenefitForm Of(BenefitDetails details) =>
        new()
        {
            Season = details.Season,
            Kind = details.Benefit.Kind,
            Title = details.Definition.Title,
            Summary = details.Definition.Summary,
            UsageNote = details.Definition.UsageNote,
            Partner = details.Definition.Partner,
            Place = details.Definition.Place,
            OpensAt = Local(details.Definition.OpensAt),
            ClosesAt = Local(details.Definition.ClosesAt),
            UseUntil = Local(details.Definition.UseUntil),
            Stock = details.Benefit.Stock,
            DuesRequired = details.Definition.DuesRequired,
            ExpiryReturnsStock = details.Definition.ExpiryReturnsStock,
            Levels = [.. details.Definition.Levels],
            Branches = [.. details.Definition.Branches],
            Tags = [.. details.Definition.Tags],
        };
}

/// <summary>A benefit's card in the mini program, before anybody is signed in to it.</summary>
/// <param name="Phase">Null while a time is not filled in, or its vouchers have not been uploaded.</param>
public sealed record CardPreview(
    BenefitDefinition Definition,
    BenefitKind Kind,
    int Stock,
    int Remaining,
    BenefitPhase? Phase,
    PictureAnswer? Picture = null
)
{
    /// <summary>The card as it would look once published.</summary>
    public static CardPreview Of(
        BenefitDefinition definition,
        BenefitKind kind,
        int stock,
        int held,
        BenefitState state,
        DateTimeOffset now
    )
    {
        var shownState = state is BenefitState.Closed ? state : BenefitState.Published;
        var phase = BenefitPhases.Of(shownState, definition.OpensAt, definition.ClosesAt, stock - held, now);
        return new CardPreview(definition, kind, stock, Math.Max(0, stock - held), IsPending(definition, kind, stock) ? null : phase);
    }

    public string Badge => Phase?.Label ?? "待填写";

    public string Look => Phase is { } phase ? Badges.Of(phase) : "bg-secondary-lt";

    public string Button =>
        Phase switch
        {
            null when Kind is BenefitKind.Voucher && Stock == 0 => "等待上传兑换码",
            null => "领取时间待定",
            BenefitPhase.Upcoming => $"{China.Local(Definition.OpensAt):M月d日 HH:mm} 开始",
            BenefitPhase.SoldOut => "已领完",
            BenefitPhase.Closed => "已结束",
            _ => "立即领取",
        };

    public string Window =>
        (Definition.OpensAt, Definition.ClosesAt) == (default, default)
            ? "待定"
            : $"{BenefitForm.TimeOrPending(Definition.OpensAt)} 至 {BenefitForm.TimeOrPending(Definition.ClosesAt)}";

    public string Use => Definition.UseUntil == default ? "待定" : $"{Show.Beijing(Definition.UseUntil)} 前";

    public string Audience => BenefitAudience.Sentence(Definition);

    private static bool IsPending(BenefitDefinition definition, BenefitKind kind, int stock) =>
        definition.OpensAt == default || definition.ClosesAt == default || (kind is BenefitKind.Voucher && stock == 0);
}

/// <param name="Eligible">How many could claim by the rules; null where nobody asked.</param>
public sealed record PreviewParts(CardPreview Card, EligibleCount? Eligible);
