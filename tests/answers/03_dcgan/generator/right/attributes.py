# Layers as attributes, with biases, activations as functions, the extra layer by if.
class Generator(nn.Module):
    def __init__(self, nz, ngf, nc, image_size):
        super().__init__()
        self.large = image_size == 64
        if self.large:
            self.up0 = nn.ConvTranspose2d(nz, ngf * 8, kernel_size=4)
            self.norm0 = nn.BatchNorm2d(ngf * 8)
        self.up1 = nn.ConvTranspose2d(ngf * 8, ngf * 4, 4, 2, 1) if self.large else nn.ConvTranspose2d(nz, ngf * 4, 4)
        self.norm1 = nn.BatchNorm2d(ngf * 4)
        self.up2 = nn.ConvTranspose2d(ngf * 4, ngf * 2, kernel_size=4, stride=2, padding=1)
        self.norm2 = nn.BatchNorm2d(ngf * 2)
        self.up3 = nn.ConvTranspose2d(ngf * 2, ngf, kernel_size=4, stride=2, padding=1)
        self.norm3 = nn.BatchNorm2d(ngf)
        self.up4 = nn.ConvTranspose2d(ngf, nc, kernel_size=4, stride=2, padding=1)

    def forward(self, z):
        x = z
        if self.large:
            x = torch.relu(self.norm0(self.up0(x)))
        x = torch.relu(self.norm1(self.up1(x)))
        x = torch.relu(self.norm2(self.up2(x)))
        x = torch.relu(self.norm3(self.up3(x)))
        return torch.tanh(self.up4(x))
