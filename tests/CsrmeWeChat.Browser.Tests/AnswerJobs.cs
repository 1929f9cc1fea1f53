using CsrmeWeChat.Benefits;
using CsrmeWeChat.Foundation.Audit;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Stories;
using CsrmeWeChat.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CsrmeWeChat.Browser.Tests;

/// <summary>The answer to a form is where one looks, wherever the page was scrolled to.</summary>
public sealed class AnswerJobs
{
    [Fact]
    public async Task After_every_form_of_the_console_its_answer_lies_within_the_window()
    {
        // Side by side: most of the time the one waits for its page while the other's is drawn.
        var walks = await Task.WhenAll(WalkAsync(Width.Desk), WalkAsync(Width.Phone));

        var wrong = string.Join('\n', walks.SelectMany(walk => walk));
        Assert.True(wrong is "", wrong);
    }

    /// <summary>What is wrong with the answers at this width, in a house of its own: every button is pressed.</summary>
    private static async Task<IEnumerable<string>> WalkAsync(Width width)
    {
        await using var venue = new Venue();
        await venue.InitializeAsync();
        await using var demo = ServiceCommand.Start(Backstage.ServiceDll, venue.Backstage.Configuration, "demo");
        var made = await demo.EndAsync(TestContext.Current.CancellationToken);
        Assert.True(made.ExitCode == 0, made.Error);
        await AddSpareDraftsAsync(venue.Services);
        await using var forms = new WalkedForms(venue, width);

        var answers = await forms.SendAllAsync();

        Assert.True(answers.Count >= 40, $"Only {answers.Count} forms were found: {string.Join(' ', answers.Keys)}");
        return answers.Where(answer => answer.Value != "seen").Select(answer => $"{width}: {answer.Key}: {answer.Value}");
    }

    /// <summary>A draft that one form publishes or sends to be reviewed cannot be removed by the next: there is another for that.</summary>
    private static async Task AddSpareDraftsAsync(IServiceProvider services)
    {
        var (now, ct) = (TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);
        var year = China.Date(now).Year;
        var (copy, _) = await services.GetRequiredService<BenefitCopies>().CopyAsync(Actor.Command, id: 1, year, now, ct);
        var text = new StoryText("张岩", "某大学", 2022, "", "", "深部岩体里的光", "秘书处", "", "<p>井下一千米。</p>");
        Assert.True(copy > 0 && await services.GetRequiredService<StoryStore>().AddAsync(Actor.Command, year, text, now, ct) > 0);
    }
}
