global using CsrmeWeChat.Tests.Support;
global using Xunit;
