[assembly: AssemblyFixture(typeof(TestEngine))]
