using CsrmeWeChat.Foundation.Data;
using WeChat;

namespace CsrmeWeChat.Account.Pages;

/// <summary>The form of the menu: three entries, each with room for five below it. An entry left empty is left out of the menu.</summary>
public sealed class MenuForm
{
    public List<TopEntry> Entries { get; set; } = [];

    public sealed class TopEntry : Entry
    {
        public List<Entry> Children { get; set; } = [];
    }

    public class Entry
    {
        public string? Name { get; set; }

        public MenuAction Action { get; set; } = MenuAction.View;

        public string? Value { get; set; }

        internal bool IsEmpty => string.IsNullOrWhiteSpace(Name) && string.IsNullOrWhiteSpace(Value);
    }

    public static MenuForm Of(IReadOnlyList<MenuButton> buttons)
    {
        var form = new MenuForm
        {
            Entries =
            [
                .. buttons.Select(button => new TopEntry
                {
                    Name = button.Name,
                    Action = Shown(button.Action),
                    Value = button.Value,
                    Children = [.. button.Children.Select(Child)],
                }),
            ],
        };
        return form.WithRoom();

        static Entry Child(MenuButton button) =>
            new()
            {
                Name = button.Name,
                Action = Shown(button.Action),
                Value = button.Value,
            };

        static MenuAction Shown(MenuAction action) => action is MenuAction.Open ? MenuAction.View : action;
    }

    /// <summary>Fills the form up with empty entries.</summary>
    public MenuForm WithRoom()
    {
        Fill(Entries, MenuRules.MaxButtons);
        Entries.ForEach(entry => Fill(entry.Children, MenuRules.MaxChildren));
        return this;
    }

    public IReadOnlyList<MenuButton> Buttons() =>
        [
            .. Entries
                .Take(MenuRules.MaxButtons)
                .Select(entry =>
                    (
                        entry,
                        Children: entry
                            .Children.Take(MenuRules.MaxChildren)
                            .Where(child => !child.IsEmpty)
                            .Select(child => Button(child, []))
                            .ToList()
                    )
                )
                .Where(pair => !pair.entry.IsEmpty || pair.Children.Count > 0)
                .Select(pair =>
                    pair.Children.Count > 0
                        ? new MenuButton(PlainText.Clean(pair.entry.Name), MenuAction.Open, "", pair.Children)
                        : Button(pair.entry, [])
                ),
        ];

    private static MenuButton Button(Entry entry, IReadOnlyList<MenuButton> children) =>
        new(PlainText.Clean(entry.Name), entry.Action, PlainText.Clean(entry.Value), children);

    private static void Fill<T>(List<T> entries, int count)
        where T : new()
    {
        while (entries.Count < count)
        {
            entries.Add(new T());
        }
    }
}
