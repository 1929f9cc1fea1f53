namespace CsrmeWeChat.Browser.Tests;

/// <summary>The answer to a form is where one looks, wherever the page was scrolled to.</summary>
public sealed class AnswerJobs
{
    [Theory]
    [InlineData(Width.Desk)]
    [InlineData(Width.Phone)]
    public async Task After_every_form_of_the_console_its_answer_lies_within_the_window(Width width)
    {
        // A house of its own, for every button in it is pressed.
        await using var venue = new Venue();
        await venue.InitializeAsync();
        await using var forms = new WalkedForms(venue, width);

        var answers = await forms.SendAllAsync();

        Assert.True(
            answers.Values.All(answer => answer == "seen"),
            string.Join('\n', answers.Where(answer => answer.Value != "seen").Select(answer => $"{answer.Key}: {answer.Value}"))
        );
        Assert.True(answers.Count >= 25, $"Only {answers.Count} forms were found: {string.Join(' ', answers.Keys)}");
    }
}
