var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddOpenApi();
var app = builder.Build();
app.MapOpenApi();
app.Run();
