using System.Text.Json;
using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Home;

/// <summary>The console's start page: what waits for the person who has just signed in.</summary>
[Allowed]
public sealed class HomeModel(WorkList work, FirstSteps steps, HomeFigures figures) : ConsolePage
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string Greeting =>
        China.Local(Now).Hour switch
        {
            < 5 => "夜深了",
            < 12 => "上午好",
            < 18 => "下午好",
            _ => "晚上好",
        };

    public IReadOnlyList<Work> Waiting { get; private set; } = [];

    public IReadOnlyList<StepLine> Steps { get; private set; } = [];

    public IReadOnlyList<Figure> Figures { get; private set; } = [];

    public async Task OnGetAsync()
    {
        // Not the list that the menu's numbers come from: what has just been done must be gone from here.
        Waiting = [.. (await work.ListAsync(Ct)).Where(item => item.IsFor(Me))];
        Steps = Me.Is(Role.Admin) ? await steps.ListAsync(Ct) : [];
        Figures = await figures.ForAsync(Me, Ct);
    }

    /// <summary>What the script draws.</summary>
    public static string JsonOf(Figure figure) =>
        JsonSerializer.Serialize(
            new
            {
                figure.Unit,
                Shape = figure.Shape is FigureShape.Lines ? "line" : "bar",
                figure.Labels,
                Series = figure.Series.Select(series => new { series.Name, series.Values }),
            },
            Json
        );
}
