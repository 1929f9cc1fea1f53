using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Benefits.Pages;

/// <summary>What is filled in about a benefit; times are Beijing's.</summary>
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

    /// <summary>What it comes to. A time that is missing is the beginning of time, and wrong by <see cref="WhyRefused"/>.</summary>
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
            Tags
        );

    /// <param name="edited">It exists, and its stock is no part of the form.</param>
    public IEnumerable<string> WhyRefused(bool edited) =>
        LocalTimes.AreTimes(OpensAt, ClosesAt, UseUntil)
            ? (edited ? Benefit.Terms().Faults() : Benefit.Faults()).Select(fault => fault.Why)
            : ["请填写开始领取、结束领取和使用截止的时间。"];

    public static DateTime Local(DateTimeOffset at) => China.Local(at).DateTime;

    /// <summary>A voucher benefit's stock is its pool, which is not typed.</summary>
    public static BenefitForm Of(BenefitSheet sheet) =>
        new()
        {
            Season = sheet.Season,
            Kind = sheet.Benefit.Kind,
            Title = sheet.Terms.Title,
            Summary = sheet.Terms.Summary,
            UsageNote = sheet.Terms.UsageNote,
            Partner = sheet.Terms.Partner,
            OpensAt = Local(sheet.Terms.OpensAt),
            ClosesAt = Local(sheet.Terms.ClosesAt),
            UseUntil = Local(sheet.Terms.UseUntil),
            Stock = sheet.Benefit.Stock,
            DuesRequired = sheet.Terms.DuesRequired,
            ExpiryReturnsStock = sheet.Terms.ExpiryReturnsStock,
            Levels = [.. sheet.Terms.Levels],
            Branches = [.. sheet.Terms.Branches],
            Tags = [.. sheet.Terms.Tags],
        };
}

/// <summary>A benefit's card in the mini program, before anybody is signed in to it.</summary>
public sealed record CardPreview(BenefitTerms Terms, BenefitKind Kind, int Stock, int Remaining, BenefitStage Stage)
{
    /// <summary>As it would be once published.</summary>
    public static CardPreview Of(BenefitTerms terms, BenefitKind kind, int stock, int held, BenefitState state, DateTimeOffset now) =>
        new(
            terms,
            kind,
            stock,
            Math.Max(0, stock - held),
            BenefitStages.Of(
                state is BenefitState.Closed ? state : BenefitState.Published,
                terms.OpensAt,
                terms.ClosesAt,
                stock - held,
                now
            )
        );

    public string Button =>
        Stage switch
        {
            BenefitStage.Upcoming => $"{China.Local(Terms.OpensAt):M月d日 HH:mm} 开始",
            BenefitStage.SoldOut => "已领完",
            BenefitStage.Closed => "已结束",
            _ => "立即领取",
        };

    public IEnumerable<string> Audience =>
        [.. Terms.Levels, .. Terms.Branches, .. Terms.Tags, .. Terms.DuesRequired ? (string[])["已缴会费"] : []];
}

/// <param name="Eligible">Who could claim by its rules; null where nobody asked.</param>
public sealed record PreviewParts(CardPreview Card, EligibleCount? Eligible);
