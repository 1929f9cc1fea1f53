using CsrmeWeChat.Foundation.Console;
using CsrmeWeChat.Foundation.Media;
using Microsoft.AspNetCore.Mvc;

namespace CsrmeWeChat.Stories.Pages;

/// <summary>Takes a picture from wangEditor and answers in the format that the editor expects.</summary>
[Allowed(Role.Admin, Role.Secretary), TakesFiles(Pictures.MaxBytes)]
public sealed class StoryPicturesModel(Pictures pictures) : ConsolePage
{
    public async Task<IActionResult> OnPostAsync(IFormFile? picture)
    {
        if (picture is null)
        {
            return new JsonResult(new { errno = 1, message = "请选择图片。" });
        }
        var (name, why) = await pictures.AddAsync(await StoryFormPage.BytesOfAsync(picture, Ct), Ct, mayMove: true);
        return new JsonResult(
            name is null
                ? new { errno = 1, message = why }
                : new
                {
                    errno = 0,
                    data = new
                    {
                        url = MediaFolder.Address + name,
                        alt = "",
                        href = "",
                    },
                }
        );
    }
}
